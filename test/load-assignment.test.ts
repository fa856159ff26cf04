import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformSync } from '@swc/wasm-typescript'
import { afterAll, describe, expect, test } from 'vitest'
import type { ClassReport } from '../src/class-report.ts'
import type { Report } from '../src/report.ts'
import { cli, root } from './document.ts'

/** Outside the repository, where no `gradproof` is installed. */
const folder = mkdtempSync(join(tmpdir(), 'gradproof-assignments-'))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (program: string, ...argv: string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [program, ...argv], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr })
    })
  })

const ridge = readFileSync(`${root}/examples/ridge-regression.ts`, 'utf8')
const submission = join(root, 'examples/ridge-regression.py')
const few = ['--runs', '10', '--reporter', 'json']

const module = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return `./${name}`
}

const inJavaScript = transformSync(ridge, { mode: 'strip-only', module: true }).code

const programs = { bundled: cli, built: join(root, 'dist/src/cli.js') }

describe.each(Object.entries(programs))('the %s command loads', (_, program) => {
  test.for([
    ['mine.ts', ridge],
    ['mine.mjs', inJavaScript],
    ['mine.js', inJavaScript],
  ] as const)('%s', { timeout: 60_000 }, async ([name, text]) => {
    const path = module(name, text)
    const { code, stdout } = await run(program, 'check', submission, '--assignment', path, ...few)
    const report = JSON.parse(stdout) as Report
    expect(code).toBe(1)
    expect(report).toMatchObject({
      assignment: 'ridge-regression',
      assignmentPath: path,
      score: 4,
      mistakes: [{ id: 'penalty-gradient-missing' }],
    })
  })
})

describe('a module that is no assignment is refused, with what to do', () => {
  const broken = (text: string) => ridge.replace('points: {', text)

  test.for([
    ['broken.ts', broken('points: = {'), /broken\.ts:46:11: /],
    ['broken.mjs', 'const a = 1\n\nexport default const = 2\n', /broken\.mjs:3:16: SyntaxError/],
    [
      'nothing.js',
      "import { number } from 'gradproof/assignment'\nexport const one = number()\n",
      /nothing\.js: expected `export default defineAssignment\(\{ … \}\)`, the module has no default export/,
    ],
    [
      'other.ts',
      'export default { name: "mine" }\n',
      /other\.ts: expected .*, the default export is something else/,
    ],
    [
      'points.ts',
      ridge.replace('loss: 4', 'loss: -4'),
      /points\.ts: DefinitionError: points\.loss: expected a number >= 0, got -4/,
    ],
    [
      'absent-part.ts',
      "import { integral } from 'gradproof/assignment'\nexport default integral\n",
      /absent-part\.ts: SyntaxError: .*integral/,
    ],
  ] as const)('%s', { timeout: 60_000 }, async ([name, text, message]) => {
    const path = module(name, text)
    const refused = await run(cli, 'check', submission, '--assignment', path)
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toMatch(message)
  })

  test('one that is not there', async () => {
    const refused = await run(cli, 'check', submission, '--assignment', './absent.ts')
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('--assignment ./absent.ts: there is no such file')
    const nowhere = await run(cli, 'check', submission, '--assignment', './')
    expect(nowhere.stderr).toContain('--assignment ./: there is no such file')
  })
})

test('a class is graded against it in threads', { timeout: 120_000 }, async () => {
  const path = module('class.ts', ridge)
  for (const name of ['ada', 'ben', 'eve']) {
    mkdirSync(join(folder, 'class', name), { recursive: true })
    cpSync(submission, join(folder, 'class', name, 'ridge.py'))
  }
  const graded = await run(cli, 'grade', 'class', '--assignment', path, '--jobs', '2', ...few)
  expect(graded.code).toBe(0)
  const report = JSON.parse(graded.stdout) as ClassReport | Report[]
  const reports = 'reports' in report ? report.reports : report
  expect(reports.map(({ assignment, score }) => [assignment, score])).toEqual(
    Array.from({ length: 3 }, () => ['ridge-regression', 4]),
  )
})

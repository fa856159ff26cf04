import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from './document.ts'

const folder = mkdtempSync(join(tmpdir(), 'gradproof-kit-'))
const right = `${root}/fixtures/submissions/right`
const command = `${root}/dist/command/gradproof.cjs`

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Where the kit's scripts look for the command: here it is this very one. */
function installed(kit: string): void {
  const bin = join(kit, 'node_modules/.bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'gradproof'), `#!/bin/sh\nexec '${process.execPath}' '${command}' "$@"\n`)
  chmodSync(join(bin, 'gradproof'), 0o755)
}

const gradproof = (...argv: string[]) =>
  spawnSync(process.execPath, [command, ...argv], { cwd: folder, encoding: 'utf8' })

const npm = (kit: string, ...argv: string[]) =>
  spawnSync('npm', ['run', '--silent', ...argv], { cwd: join(folder, kit), encoding: 'utf8' })

const report = ({ stdout }: { stdout: string }) =>
  JSON.parse(stdout) as {
    status: string
    score: number
    properties: { status: string; message: string }[]
  }

describe.for([
  { language: 'python', name: 'py', solution: 'vectorised.py' },
  { language: 'ts', name: 'ts', solution: 'typed.ts' },
])('a kit in $language', ({ language, name, solution }) => {
  const kit = join(folder, language)

  test('is made with one command, and says that nothing is written yet', () => {
    const { status, stdout } = gradproof('init', language, '--language', language)
    expect(status).toBe(0)
    expect(stdout).toContain(`  submission.${name}\n`)
    installed(kit)
    const unwritten = report(npm(language, 'test', '--', '--reporter', 'json'))
    expect(unwritten).toMatchObject({ status: 'failed', score: 0 })
    expect(unwritten.properties).not.toEqual([])
    for (const { status: each, message } of unwritten.properties) {
      expect(each).toBe('error')
      expect(message).toMatch(/is not written yet/)
    }
  })

  test('is not written over', () => {
    const { status, stderr } = gradproof('init', language, '--language', language)
    expect(status).toBe(2)
    expect(stderr).toContain('is there already')
  })

  test('has full points once it is filled in, for the student and for the instructor', () => {
    copyFileSync(`${right}/${solution}`, join(kit, `submission.${name}`))
    copyFileSync(`${right}/${solution}`, join(kit, `instructor/solution.${name}`))
    for (const script of ['test', 'solution']) {
      const graded = npm(language, script, '--', '--reporter', 'json')
      expect(graded.status).toBe(0)
      expect(report(graded)).toMatchObject({ status: 'passed', score: 10 })
    }
  })

  test('grades what Gradescope hands over', () => {
    const autograder = join(folder, `autograder-${name}`)
    for (const each of ['source', 'submission', 'results'])
      mkdirSync(join(autograder, each), { recursive: true })
    copyFileSync(
      `${root}/fixtures/submissions/wrong/loss-half.js`,
      join(autograder, 'submission/homework.js'),
    )
    installed(join(autograder, 'source'))
    const script = join(kit, 'instructor/gradescope/run_autograder')
    execFileSync(script, { env: { ...process.env, AUTOGRADER: autograder } })
    const results = JSON.parse(readFileSync(join(autograder, 'results/results.json'), 'utf8')) as {
      score: number
    }
    expect(results.score).toBe(9)
  })

  test('has scripts that a shell can read', () => {
    const scripts = ['setup.sh', 'run_autograder'].map((each) => `instructor/gradescope/${each}`)
    for (const script of scripts) execFileSync('bash', ['-n', join(kit, script)])
  })
})

test('a kit for an assignment of the instructor takes its module along', () => {
  const own = `${root}/examples/ridge-regression.ts`
  expect(gradproof('init', 'own', '--language', 'ts', '--assignment', own).status).toBe(0)
  installed(join(folder, 'own'))
  expect(report(npm('own', 'test', '--', '--reporter', 'json'))).toMatchObject({ score: 0 })
})

test.for([
  [[], 'expected one folder'],
  [['kit', '--language', 'fortran'], 'expected one of ts, python'],
  [['kit', '--assignment', 'nothing'], 'expected one of linear-rnn'],
] as const)('init %j is refused: %s', ([argv, message]) => {
  const { status, stderr } = gradproof('init', ...argv)
  expect(status).toBe(2)
  expect(stderr).toContain(message)
})

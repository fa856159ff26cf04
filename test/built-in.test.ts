import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { builtIn } from '../src/assignment/built-in.ts'
import type { Report } from '../src/report.ts'
import { cli, root } from './document.ts'

const folder = mkdtempSync(join(tmpdir(), 'gradproof-built-in-'))
afterAll(() => rmSync(folder, { recursive: true }))

const gradproof = (...argv: string[]) =>
  new Promise<string>((resolve) => {
    execFile(process.execPath, [cli, ...argv], { maxBuffer: 2 ** 28 }, (_, stdout) =>
      resolve(stdout),
    )
  })

const fixturesOf: Readonly<Record<string, readonly string[]>> = {
  'linear-rnn': ['submissions/right/vectorised.py', 'submissions/right/typed.ts'],
  'elman-rnn': ['networks/elman-rnn/vectorised.py', 'networks/elman-rnn/loops.ts'],
  lstm: ['networks/lstm/vectorised.py', 'networks/lstm/loops.ts'],
  gru: ['networks/gru/vectorised.py', 'networks/gru/loops.ts'],
}

const stepsOf = (name: string): string[] =>
  readdirSync(`${root}/fixtures/assignments/${name}`).map((file) => `assignments/${name}/${file}`)

const right = builtIn.map(({ outline: { name } }) => {
  const files = fixturesOf[name] ?? stepsOf(name)
  return { name, paths: files.map((file) => join(root, 'fixtures', file)) }
})

/** The right submission, but for a loss that is half of what it should be. */
function halved(path: string): string {
  const text = readFileSync(path, 'utf8')
  const python = path.endsWith('.py')
  const [from, more] = python
    ? ['def loss(', '\n\ndef loss(y, t):\n    return whole(y, t) / 2\n']
    : ['function loss(', '\nexport function loss(y, t) {\n  return whole(y, t) / 2\n}\n']
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`)
  const renamed = text.replace(from, from.replace('loss', 'whole'))
  const written = join(mkdtempSync(join(folder, 'wrong-')), basename(path))
  // A script without exports is no module.
  const isScript = !python && !text.includes('export ')
  writeFileSync(written, renamed + (isScript ? more.replace('export ', '') : more))
  return written
}

const isWritten = (path: string): boolean =>
  /\.py$|loops\.[jt]s$|typed\.ts$/.test(path) && !path.endsWith('loops.py')

const few = ['--runs', '8', '--reporter', 'json']

describe.each(right)('$name', ({ name, paths }) => {
  test('right submissions have full points', { timeout: 120_000 }, async () => {
    const output = await gradproof('check', ...paths, '--assignment', name, ...few)
    const reports = JSON.parse(output) as Report[]
    expect(reports.map(({ submission: { path } }) => path)).toEqual(paths)
    for (const report of reports)
      expect(report).toMatchObject({ status: 'passed', score: report.maxScore, mistakes: [] })
  })

  test('a wrong loss costs the loss alone', { timeout: 120_000 }, async () => {
    const wrong = paths.filter(isWritten).map(halved)
    expect(wrong.length).toBeGreaterThanOrEqual(2)
    const output = await gradproof('check', ...wrong, '--assignment', name, ...few)
    const reports = JSON.parse(output) as Report[]
    expect(reports).toHaveLength(wrong.length)
    for (const { status, properties, score, maxScore } of reports) {
      expect(status).toBe('failed')
      expect(score).toBeLessThan(maxScore)
      const failed = properties.filter((property) => property.status === 'failed')
      expect([...new Set(failed.map((property) => property.function))]).toEqual(['loss'])
    }
  })
})

test.for(builtIn.filter(({ outline }) => !(outline.name in fixturesOf)))(
  '$outline.name in float32 has full points and a note',
  { timeout: 120_000 },
  async ({ outline }) => {
    const functions = outline.functions.map(({ name }) => name)
    const right = join(root, 'fixtures/assignments', outline.name, 'vectorised.py')
    const inSingle = `
def in_single(f):
    return lambda *given: f(*(np.asarray(each, dtype=np.float32) for each in given))


${functions.map((name) => `${name} = in_single(${name})`).join('\n')}
`
    const path = join(mkdtempSync(join(folder, 'single-')), 'single.py')
    writeFileSync(path, readFileSync(right, 'utf8') + inSingle)
    const output = await gradproof('check', path, '--assignment', outline.name, ...few)
    const report = JSON.parse(output) as Report
    expect(report).toMatchObject({ status: 'passed', score: report.maxScore })
    expect(report.mistakes.map((each) => [each.id, each.function])).toEqual(
      functions.map((name) => ['single-precision', name]),
    )
  },
)

test('the list of assignments has each with the functions that it asks for', async () => {
  const list = await gradproof('assignments')
  for (const { outline } of builtIn) {
    expect(list).toContain(`${outline.name}: ${outline.title}\n`)
    for (const { name, parameters, returns } of outline.functions)
      expect(list).toContain(`  ${name}(${parameters.join(', ')}) -> ${returns}\n`)
  }
})

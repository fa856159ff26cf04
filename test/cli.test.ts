import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Ajv } from 'ajv'
import { afterAll, describe, expect, test } from 'vitest'
import type { Report } from '../src/report.ts'
import schema from '../src/reporters/report.schema.json' with { type: 'json' }

const cli = fileURLToPath(new URL('../dist/command/gradproof.cjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'gradproof-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const run = (program: string, ...argv: string[]): Promise<Run> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program, ...argv], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })

const gradproof = (...argv: string[]): Promise<Run> => run(cli, ...argv)

const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const right = 'fixtures/submissions/right/common-js.js'
const wrong = 'fixtures/submissions/wrong/sum-not-mean.py'
const few = ['--runs', '10']
const reported = ({ stdout }: Run): Report => JSON.parse(stdout) as Report
const timeless = ({ stdout }: Run): string => stdout.replaceAll(/"durationMs": \d+/g, '')

describe('gradproof check', () => {
  test('exits 0 when everything passed and 1 when something failed', async () => {
    expect(await gradproof('check', right, ...few)).toMatchObject({ code: 0, stderr: '' })
    expect(await gradproof('check', right, wrong, ...few)).toMatchObject({ code: 1, stderr: '' })
  })

  test('exits 2 on wrong usage and on a submission that is not there, and says why', async () => {
    const unknown = await gradproof('check', right, '--assignment', 'nonesuch')
    expect(unknown).toMatchObject({ code: 2, stdout: '' })
    expect(unknown.stderr).toContain('--assignment nonesuch: expected one of linear-rnn')
    const absent = await gradproof('check', join(folder, 'absent.py'))
    expect(absent).toMatchObject({ code: 2, stdout: '' })
    expect(absent.stderr).toMatch(/absent\.py: there is no such file or folder/)
    const lost = await gradproof('check', right, '--reporter', `json=${join(folder, 'no/x.json')}`)
    expect(lost).toMatchObject({ code: 2, stdout: '' })
    expect(lost.stderr).toContain('expected a file that can be written, in a folder that is there')
    const jobs = await gradproof('check', right, '--jobs', '2')
    expect(jobs.stderr).toContain('gradproof: unknown option --jobs\n')
    const missing = await gradproof('check', right, '--seed')
    expect(missing.stderr).toContain('gradproof: --seed: expected a value after it\n')
    expect(await gradproof('assignments', 'lstm')).toMatchObject({ code: 2, stdout: '' })
    expect(await gradproof('chekc')).toMatchObject({ code: 2, stdout: '' })
    expect(await gradproof()).toMatchObject({ code: 2 })
  })

  test('prints a report, plain when piped, that names the law and shows the counterexample', async () => {
    const { stdout } = await gradproof('check', wrong, ...few)
    expect(stdout).toMatch(
      /^✗ failed {2}fixtures\/submissions\/wrong\/sum-not-mean\.py {2}6\.25 of 10/,
    )
    expect(stdout).toContain('finite-difference-agreement 0/1.5')
    expect(stdout).toMatch(/ received {2,}→ /)
    expect(stdout).toContain(`replay: gradproof check ${wrong} --assignment linear-rnn --seed 1`)
    expect(stdout).not.toContain('\u001b')
  })

  test('json reports obey the schema, one object for one submission and an array for several', async () => {
    const validate = new Ajv({ allowUnionTypes: true }).compile(schema)
    const empty = file('empty.js', '')
    const broken = file('broken.py', 'def loss(:\n')
    const one = reported(await gradproof('check', wrong, ...few, '--reporter', 'json'))
    const run = await gradproof('check', right, empty, broken, ...few, '--reporter', 'json')
    const several = JSON.parse(run.stdout) as Report[]
    const inputs = 'fixtures/submissions/wrong/inputs-for-states.mjs'
    const other = reported(await gradproof('check', inputs, ...few, '--reporter', 'json'))
    expect(other.mistakes[0].alsoKnownAs).toEqual([['returns-one-twice']])
    for (const report of [one, other, several]) {
      validate(report)
      expect(validate.errors).toBeNull()
    }
    expect(several.map(({ status }) => status)).toEqual(['passed', 'error', 'error'])
    expect(several[1].error?.kind).toBe('missing')
    expect(several[2].error).toMatchObject({ kind: 'syntax', line: 1 })
    expect(one.properties.reduce((total, law) => total + law.maxScore, 0)).toBe(10)
  })

  test('the same seed gives the same report but for the time it took', async () => {
    const argv = ['check', wrong, ...few, '--reporter', 'json', '--seed']
    const [first, again, other] = await Promise.all(
      ['7', '7', '8'].map((seed) => gradproof(...argv, seed)),
    )
    expect(timeless(again)).toBe(timeless(first))
    expect(reported(other).properties).not.toEqual(reported(first).properties)
  })

  test('ends in silence when who reads the report has seen enough', async () => {
    const command = `"${process.execPath}" "${cli}" check ${right} --runs 10 --reporter json | true`
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', command])
    expect(stdout + stderr).toBe('')
  })

  test('says in which line a function threw', async () => {
    const thrower = file('thrower.py', 'def loss(y, t):\n    return y[len(y)]\n')
    const { stdout } = await gradproof('check', thrower, ...few)
    expect(stdout).toMatch(/IndexError: index . is out of bounds.* \(line 2\)/)
  })

  test('writes one report to a file and another to standard output', async () => {
    const path = join(folder, 'report.json')
    const { stdout } = await gradproof(
      'check',
      right,
      ...few,
      '--reporter',
      `json=${path}`,
      '--reporter',
      'pretty',
    )
    expect(stdout).toMatch(/^✓ passed/)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ status: 'passed' })
  })

  test('one missing function costs its own points and the others are checked', async () => {
    const source = readFileSync(right, 'utf8').replaceAll(
      /backward(_g|G)radient/g,
      'backwards$1radient',
    )
    const report = reported(
      await gradproof('check', file('missing.js', source), ...few, '--reporter', 'json'),
    )
    expect(report).toMatchObject({ status: 'failed', score: 5, error: { kind: 'missing' } })
    expect(report.error?.message).toContain('did you mean backward_gradient?')
  })

  test('an exception in a call is reported with its message for that function alone', async () => {
    const source = readFileSync(right, 'utf8')
    const throwing = `${source}\nmodule.exports.loss = () => { throw new RangeError('out of luck') }\n`
    const report = reported(
      await gradproof('check', file('throwing.js', throwing), ...few, '--reporter', 'json'),
    )
    expect(report).toMatchObject({ status: 'failed', score: 9 })
    const laws = report.properties.filter((law) => law.function === 'loss')
    expect(laws.map((law) => law.status)).toEqual(['error', 'error', 'error'])
    expect(laws[0].message).toContain('out of luck')
  })
})

describe('a copy of the program below the temporary folder', () => {
  test('confines submissions as one elsewhere does', async () => {
    const copy = join(folder, 'copy')
    cpSync(fileURLToPath(new URL('../dist', import.meta.url)), join(copy, 'dist'), {
      recursive: true,
    })
    for (const name of ['package.json', 'node_modules'])
      symlinkSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), join(copy, name))
    const argv = ['check', right, ...few, '--reporter', 'json']
    const [here, there] = await Promise.all([
      gradproof(...argv),
      run(join(copy, 'dist/command/gradproof.cjs'), ...argv),
    ])
    expect(timeless(there)).toBe(timeless(here))
  })
})

describe('a machine without Python', () => {
  test('the error says what to install, with exit code 3, and JavaScript is checked all the same', async () => {
    const python = ['--python', join(folder, 'no-python')]
    const { code, stdout, stderr } = await gradproof('check', wrong, right, ...few, ...python)
    expect(code).toBe(3)
    expect(stderr).toMatch(/Python submissions need Python 3 and numpy.*install both/)
    expect(stdout).toMatch(/^✓ passed/)
  })
})

describe('gradproof', () => {
  test('--help shows the usage, --version the version, and assignments what is asked', async () => {
    const help = await gradproof('--help')
    expect(help.code).toBe(0)
    for (const option of [
      '--assignment',
      '--seed',
      '--runs',
      '--reporter',
      '--sandbox',
      '--timeout',
    ])
      expect(help.stdout).toContain(option)
    expect((await gradproof('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect((await gradproof('assignments')).stdout).toContain(
      'backward_gradient(X, S, grad_out, wRec) ->',
    )
  })

  test.each([
    ['check', ['check SUBMISSION', '--visibility', '--seed'], '--jobs'],
    ['grade', ['grade FOLDER', '--jobs', '--seed'], '--visibility'],
    ['merge', ['merge RESULTS', '--reporter'], '--seed'],
    ['init', ['init FOLDER', '--language', '--assignment'], '--seed'],
    ['assignments', ['gradproof assignments'], 'options'],
  ])('%s --help shows what concerns it, and no more', async (command, own, other) => {
    const { code, stdout } = await gradproof(command, 'x', '--help')
    expect(code).toBe(0)
    for (const text of own) expect(stdout).toContain(text)
    expect(stdout).not.toContain(other)
    expect((await gradproof(command, '-h')).stdout).toBe(stdout)
  })
})

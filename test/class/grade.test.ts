import { once } from 'node:events'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import schema from '../../src/reporters/report.schema.json' with { type: 'json' }
import { pythonInterpreter } from '../../src/submission/interpreter.ts'
import { checkedBy, Classroom, reportsIn, timeless } from './graded.ts'

const small = [
  'right/closed-form.js',
  'right/vectorised.py',
  'wrong/normalised.ts',
  'wrong/sum-not-mean.py',
  'broken/syntax-error.py',
]

function classroom(...names: string[]): Classroom {
  const room = new Classroom()
  room.enrol(...(names.length > 0 ? names : small))
  return room
}

describe('gradproof grade', () => {
  test('reports every submission, sorted, and exits 0 whatever they scored', async () => {
    const room = classroom()
    const run = await room.grade()
    expect(run.code).toBe(0)
    const reports = reportsIn(run)
    expect(reports.map(({ submission }) => submission.path)).toEqual([
      'class/broken-syntax-error.py',
      'class/right-closed-form.js',
      'class/right-vectorised.py',
      'class/wrong-normalised.ts',
      'class/wrong-sum-not-mean.py',
    ])
    const statuses = reports.map(({ status }) => status)
    expect(statuses).toEqual(['error', 'passed', 'passed', 'failed', 'failed'])
    const validate = new Ajv({ allowUnionTypes: true }).compile(schema)
    validate(reports)
    expect(validate.errors).toBeNull()
    expect(run.stderr).toMatch(
      /^\d\/5 class\/wrong-sum-not-mean\.py: failed, [\d.]+ of 10 points$/m,
    )
  })

  test('says of each what check says of it', async () => {
    const room = classroom('wrong/sum-not-mean.py')
    const [graded] = reportsIn(await room.grade())
    const alone = ['check', 'class/wrong-sum-not-mean.py', '--runs', '3', '--reporter', 'json']
    const checked = JSON.parse((await room.run(alone)).stdout) as object
    expect({ ...graded, durationMs: 0 }).toEqual({ ...checked, durationMs: 0 })
  })

  test('gives the same however many are checked at a time', async () => {
    const room = classroom()
    const one = await room.grade('--jobs', '1', '--out', 'one')
    const four = await room.grade('--jobs', '4', '--out', 'four')
    expect(timeless(four.stdout)).toBe(timeless(one.stdout))
    expect(room.contents('four')).toEqual(room.contents('one'))
  })

  test('prints a line for each submission, and which are alike', async () => {
    const room = classroom('right/closed-form.js', 'wrong/normalised.ts')
    const path = room.at('class', 'copy.ts')
    const text = readFileSync(room.at('class', 'wrong-normalised.ts'), 'utf8')
    writeFileSync(path, `// all my own work\n${text}`)
    const { stdout } = await room.run(['grade', 'class', '--runs', '3'])
    expect(stdout).toMatch(/^✗ +[\d.]+ of 10 {2}class\/copy\.ts {2}normalised$/m)
    expect(stdout).toContain(
      'the same code but for comments and formatting:\n  class/copy.ts\n  class/wrong-normalised.ts\n',
    )
    expect(stdout).toMatch(/\n\n1 of 3 submissions passed\n$/)
  })
})

describe('a second run', () => {
  test('checks what changed and nothing else', async () => {
    const room = classroom()
    const first = await room.grade()
    expect(checkedBy(first)).toHaveLength(5)
    const again = await room.grade()
    expect(checkedBy(again)).toEqual([])
    expect(again.stdout).toBe(first.stdout)
    appendFileSync(room.at('class', 'right-closed-form.js'), '\n// a comment\n')
    expect(checkedBy(await room.grade())).toEqual(['class/right-closed-form.js'])
  })

  test('checks everything again where an option is another', async () => {
    const room = classroom('right/closed-form.js')
    await room.grade()
    const changes = ['--seed 2', '--runs 4', '--hints full', '--timeout 50', '--memory 500']
    for (const change of changes)
      expect(checkedBy(await room.grade(...change.split(' '))), change).toHaveLength(1)
  })

  test('checks again what another version of the tool has checked', async () => {
    const room = classroom('right/closed-form.js')
    await room.grade()
    const [path] = room.results()
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"key": "../, '"key": "'))
    expect(checkedBy(await room.grade())).toHaveLength(1)
  })

  test('leaves out submissions that are no longer there', async () => {
    const room = classroom('right/closed-form.js', 'right/vectorised.py')
    await room.grade()
    rmSync(room.at('class', 'right-vectorised.py'))
    const reports = reportsIn(await room.grade())
    expect(reports.map(({ submission }) => submission.path)).toEqual(['class/right-closed-form.js'])
  })

  test('sees a change in any file of a folder', async () => {
    const room = classroom()
    mkdirSync(room.at('class', 'alice'))
    const text = readFileSync(room.at('class', 'right-closed-form.js'), 'utf8')
    writeFileSync(room.at('class', 'alice', 'main.js'), text)
    writeFileSync(room.at('class', 'alice', 'notes.js'), '')
    await room.grade()
    writeFileSync(room.at('class', 'alice', 'notes.js'), 'later')
    expect(checkedBy(await room.grade())).toEqual(['class/alice'])
  })
})

describe('a run that is killed', () => {
  test('loses nothing that it had, and the next one ends as if it had not been killed', async () => {
    const room = classroom()
    const whole = await room.grade('--out', 'whole')
    for (const milliseconds of [150, 600, 1000, 1400]) {
      const killed = room.start()
      const ended = once(killed, 'exit')
      await sleep(milliseconds)
      killed.kill('SIGKILL')
      await ended
      const folder = room.at('gradproof-results', 'submissions')
      for (const path of existsSync(folder) ? room.results() : [])
        if (path.endsWith('.json')) JSON.parse(readFileSync(path, 'utf8'))
    }
    const resumed = await room.grade()
    expect(timeless(resumed.stdout)).toBe(timeless(whole.stdout))
    expect(room.contents()).toEqual(room.contents('whole'))
  })
})

describe('what cannot be checked', () => {
  test('is reported, and the class goes on', async () => {
    const room = classroom('right/closed-form.js', 'broken/exits-at-import.py', 'broken/throws.js')
    symlinkSync('/etc/passwd', room.at('class', 'link.py'))
    mkdirSync(room.at('class', 'folder.py'))
    mkdirSync(room.at('class', 'nothing'))
    writeFileSync(room.at('class', 'CASE.js'), '')
    writeFileSync(room.at('class', 'case.js'), '')
    writeFileSync(room.at('class', '\u001b[31m::error::.js'), '')
    writeFileSync(room.at('class', `${'x'.repeat(251)}.py`), '')
    const run = await room.grade()
    expect(run.code).toBe(0)
    expect(room.results()).toHaveLength(10)
    const reports = reportsIn(run)
    expect(reports).toHaveLength(10)
    expect(reports.filter(({ status }) => status === 'passed')).toHaveLength(1)
    const rejected = reports.filter(({ error }) => error?.kind === 'rejected')
    expect(rejected.map(({ submission }) => submission.path)).toEqual(
      ['folder.py', 'link.py', 'nothing'].map((name) => `class/${name}`),
    )
    expect(run.stderr).not.toContain('\u001b')
  })

  test('for want of an interpreter has no report, is tried again, and the rest is graded', async () => {
    const room = classroom('right/closed-form.js', 'right/vectorised.py')
    const python = room.at('python')
    const argv = ['--python', python]
    const { code, stdout, stderr } = await room.grade(...argv)
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toHaveLength(1)
    expect(stderr).toMatch(/class\/right-vectorised\.py has no report: Python submissions need/)
    const { executable } = await pythonInterpreter('python3')
    symlinkSync(executable, python)
    const second = await room.grade(...argv)
    expect(second.code).toBe(0)
    expect(checkedBy(second)).toEqual(['class/right-vectorised.py'])
  })

  test('is a folder that holds no class', async () => {
    const room = new Classroom()
    expect(await room.run(['grade', 'class'])).toMatchObject({ code: 2, stdout: '' })
    expect((await room.run(['grade', 'absent'])).stderr).toContain('absent: expected a folder')
    expect(existsSync(room.at('gradproof-results'))).toBe(false)
  })
})

describe('a seed for each student', () => {
  const key = { GRADPROOF_KEY: '0123456789abcdef' }

  test('differs between names and keys, is the same again, and replays', async () => {
    const room = classroom('wrong/sum-not-mean.py')
    const text = readFileSync(room.at('class', 'wrong-sum-not-mean.py'), 'utf8')
    writeFileSync(room.at('class', 'bob.py'), text)
    const argv = ['grade', 'class', '--runs', '3', '--reporter', 'json', '--per-student']
    const [first, other] = await Promise.all([
      room.run([...argv, '--out', 'a'], key),
      room.run([...argv, '--out', 'b'], { GRADPROOF_KEY: 'another key, as long' }),
    ])
    const seeds = [...reportsIn(first), ...reportsIn(other)].map(({ seed }) => seed)
    expect(new Set(seeds).size).toBe(4)
    writeFileSync(room.at('key'), `${key.GRADPROOF_KEY}\n`)
    const again = await room.run([...argv, '--key-file', 'key', '--out', 'a'])
    expect(again.stdout).toBe(first.stdout)
    const replay = [
      'check',
      'class/bob.py',
      '--seed',
      String(seeds[0]),
      '--runs',
      '3',
      '--reporter',
      'json',
    ]
    const replayed = JSON.parse((await room.run(replay)).stdout) as object
    expect({ ...replayed, durationMs: 0 }).toEqual({ ...reportsIn(first)[0], durationMs: 0 })
  })

  test('needs a key that cannot be guessed', async () => {
    const room = classroom('right/closed-form.js')
    const run = await room.run(['grade', 'class', '--per-student'], { GRADPROOF_KEY: 'short' })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toMatch(/a key of at least 16 characters .* there are 5 characters/)
  })
})

const shard = (index: number) => ['--shard', `${index}/3`, '--out', `shard-${index}`]
const merge = ['merge', '--reporter', 'json']

describe('gradproof merge', () => {
  test('makes of the shards what one machine makes of the class', async () => {
    const room = classroom()
    room.enrol('wrong/loss-half.js')
    const text = readFileSync(room.at('class', 'wrong-sum-not-mean.py'), 'utf8')
    writeFileSync(room.at('class', 'copy.py'), text)
    const pretty = ['--reporter', 'json', '--reporter', 'pretty=class.txt']
    const whole = await room.grade('--reporter', 'pretty=class.txt')
    const wholeText = readFileSync(room.at('class.txt'), 'utf8')
    expect(wholeText).toContain('class/copy.py\n  class/wrong-sum-not-mean.py')
    for (const index of [1, 2, 3]) await room.grade(...shard(index))
    const merged = await room.run(['merge', 'shard-3', 'shard-1', 'shard-2', ...pretty])
    expect(merged.code).toBe(0)
    expect(timeless(merged.stdout)).toBe(timeless(whole.stdout))
    expect(readFileSync(room.at('class.txt'), 'utf8')).toBe(wholeText)
    expect(await room.run([...merge, 'gradproof-results'])).toMatchObject({ stdout: whole.stdout })
  })

  test('says which shard is missing, doubled, unfinished or of another class', async () => {
    const room = classroom('right/closed-form.js', 'wrong/loss-half.js', 'right/plain-script.js')
    for (const index of [1, 2, 3]) await room.grade(...shard(index))
    const refused = async (...folders: string[]) => {
      const { code, stdout, stderr } = await room.run([...merge, ...folders])
      expect([code, stdout]).toEqual([2, ''])
      return stderr
    }
    expect(await refused('shard-1')).toContain('missing: shard 2/3, shard 3/3')
    expect(await refused('shard-1', 'shard-2', 'shard-1', 'shard-3')).toContain(
      'shard 1/3 is there more than once: in shard-1 and shard-1',
    )
    await room.grade('--shard', '2/3', '--out', 'other-seed', '--seed', '2')
    expect(await refused('shard-1', 'other-seed', 'shard-3')).toContain(
      'shard 1/3 (shard-1) and shard 2/3 (other-seed) are not of one class: the seed is 1 in the first and 2 in the second',
    )
    await room.grade('--shard', '2/4', '--out', 'other-count')
    expect(await refused('shard-1', 'other-count')).toContain('the number of shards is 3')
    expect(await refused('class')).toContain('class: there are no results of gradproof grade')
    rmSync(room.results('shard-3')[0])
    expect(await refused('shard-1', 'shard-2', 'shard-3')).toContain(
      'shard 3/3 (shard-3) is not finished: 1 of its 1 submissions have no result',
    )
  })

  test('takes the shards of machines that write into one folder', async () => {
    const room = classroom('right/closed-form.js', 'wrong/loss-half.js')
    await Promise.all([1, 2, 3].map((index) => room.grade('--shard', `${index}/3`, '--out', 'all')))
    expect(JSON.parse((await room.run([...merge, 'all'])).stdout)).toHaveLength(2)
  })
})

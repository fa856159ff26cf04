import { availableParallelism } from 'node:os'
import { describe, expect, test } from 'vitest'
import { gradeCommand, mergeCommand } from '../../src/commands/class-options.ts'
import { UsageError } from '../../src/usage-error.ts'

const refused = (parse: (argv: string[]) => unknown, ...argv: string[]) => {
  try {
    parse(argv)
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return (error as UsageError).message
  }
  return 'accepted'
}

describe('the command line of grade', () => {
  test('has the defaults of the interface', () => {
    expect(gradeCommand(['class'])).toEqual({
      folder: 'class',
      checking: {
        assignment: 'linear-rnn',
        seed: 1,
        runs: 100,
        sandbox: 'auto',
        timeoutSeconds: 60,
        memoryMiB: 512,
        python: 'python3',
        hints: 'gentle',
      },
      reporters: [{ name: 'pretty' }],
      jobs: availableParallelism(),
      shard: { index: 1, count: 1 },
      out: 'gradproof-results',
      layout: 'auto',
    })
  })

  test('takes every option of its own', () => {
    const argv = 'class --jobs 3 --shard 2/4 --out o --layout folders --starter stub.py'.split(' ')
    expect(gradeCommand(argv)).toMatchObject({
      jobs: 3,
      shard: { index: 2, count: 4 },
      out: 'o',
      layout: 'folders',
      starter: 'stub.py',
    })
  })

  test('says what is wrong with an option and what was expected', () => {
    expect(refused(gradeCommand)).toBe('grade: expected one folder, and 0 were given')
    expect(refused(gradeCommand, 'a', 'b')).toMatch(/and 2 were given$/)
    for (const shard of ['0/4', '5/4', '1', '1/0', 'a/b', '1/4/2', '-1/4', '1.5/4'])
      expect(refused(gradeCommand, 'a', `--shard=${shard}`)).toBe(
        `--shard ${shard}: expected I/N with I from 1 to N, such as 2/4`,
      )
    expect(refused(gradeCommand, 'a', '--jobs', '0')).toMatch(/^--jobs 0: expected a whole number/)
    expect(refused(gradeCommand, 'a', '--layout', 'flat')).toBe(
      '--layout flat: expected one of auto, files, folders',
    )
    expect(refused(gradeCommand, 'a', '--key-file', 'k')).toMatch(/expected --per-student/)
    expect(refused(gradeCommand, 'a', '--per-student', '--key-file', '/absent')).toMatch(
      /^--key-file \/absent: .*expected a key of at least 16 characters/,
    )
  })
})

describe('the command line of merge', () => {
  test('takes folders and reporters', () => {
    expect(mergeCommand(['a', 'b', '--reporter', 'json'])).toEqual({
      folders: ['a', 'b'],
      reporters: [{ name: 'json' }],
    })
    expect(refused(mergeCommand)).toBe('merge: expected the --out folders of all shards')
    expect(refused(mergeCommand, 'a', '--seed', '1')).toMatch(/--seed/)
  })
})

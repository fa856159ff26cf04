import { describe, expect, test } from 'vitest'
import { checkCommand } from '../../src/commands/check-options.ts'
import { UsageError } from '../../src/usage-error.ts'

const refused = (...argv: string[]) => {
  try {
    checkCommand(argv)
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return (error as UsageError).message
  }
  return 'accepted'
}

describe('the command line of check', () => {
  test('has the defaults of the interface', () => {
    expect(checkCommand(['a.py'])).toEqual({
      submissions: ['a.py'],
      assignment: 'linear-rnn',
      seed: 1,
      runs: 100,
      reporters: [{ name: 'pretty' }],
      sandbox: 'auto',
      timeoutSeconds: 60,
      memoryMiB: 512,
      python: 'python3',
      hints: 'gentle',
      visibility: 'visible',
    })
  })

  test('takes every option, in both spellings and between the submissions', () => {
    const command = checkCommand(
      'a.py --seed=7 --runs 20 b.js --reporter json=out=1.json --reporter pretty --sandbox none --timeout 1.5 --memory 256 --python /usr/bin/python3'.split(
        ' ',
      ),
    )
    expect(command).toMatchObject({
      submissions: ['a.py', 'b.js'],
      seed: 7,
      runs: 20,
      reporters: [{ name: 'json', file: 'out=1.json' }, { name: 'pretty' }],
      sandbox: 'none',
      timeoutSeconds: 1.5,
      memoryMiB: 256,
      python: '/usr/bin/python3',
    })
  })

  test('says what is wrong with an option and what was expected', () => {
    expect(refused()).toBe('check: expected at least one submission (a file or a folder)')
    expect(refused('a', '--seed', '1.5')).toBe(
      '--seed 1.5: expected a whole number from 0 to 4294967295',
    )
    expect(refused('a', '--seed', '')).toMatch(/^--seed : expected a whole number/)
    expect(refused('a', '--runs', '0')).toMatch(/^--runs 0: expected a whole number from 1 to/)
    expect(refused('a', '--timeout', '0')).toMatch(/^--timeout 0: expected seconds above 0/)
    expect(refused('a', '--sandbox', 'docker')).toBe(
      '--sandbox docker: expected one of auto, bwrap, permissions, none',
    )
    expect(refused('a', '--reporter', 'xml')).toMatch(/^--reporter xml: expected one of pretty/)
    expect(refused('a', '--reporter', 'json=')).toBe('--reporter json=: expected a file after =')
    expect(refused('a', '--reporter', 'json', '--reporter', 'pretty')).toMatch(
      /^only one reporter can write to standard output/,
    )
    expect(refused('a', '--sead', '1')).toMatch(/--sead/)
  })
})

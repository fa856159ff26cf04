import { assert, integer, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyMark, studentSeed } from '../../src/class/student-seed.ts'

describe('the seed of a student', () => {
  test('is one that the command line takes, and always the same', () => {
    assert(
      property(string(), integer({ min: 0 }), string(), (key, seed, name) => {
        const own = studentSeed(key, seed, name)
        expect(own).toBe(studentSeed(key, seed, name))
        expect(Number.isInteger(own) && own >= 0 && own < 2 ** 32).toBe(true)
      }),
    )
  })

  test('is another for another name, seed or key', () => {
    const seeds = [
      studentSeed('key', 1, 'a.py'),
      studentSeed('key', 1, 'b.py'),
      studentSeed('key', 2, 'a.py'),
      studentSeed('other', 1, 'a.py'),
    ]
    expect(new Set(seeds).size).toBe(4)
  })

  test('is the first four bytes of an HMAC with SHA-256', () => {
    // printf '["seed",1,"a.py"]' | openssl dgst -sha256 -hmac key
    expect(studentSeed('key', 1, 'a.py')).toBe(0x2235eb8c)
  })
})

test('the mark of a key tells keys apart without showing them', () => {
  expect(keyMark('0123456789abcdef')).toMatch(/^[0-9a-f]{16}$/)
  expect(keyMark('0123456789abcdef')).not.toBe(keyMark('0123456789abcdeg'))
  expect(keyMark('0123456789abcdef')).not.toContain('0123456789')
})

import { expect, test } from 'vitest'
import {
  callWords,
  encodeCall,
  ProtocolViolation,
  ReplyReader,
  type WireCall,
} from '../../src/submission/wire.ts'
import { matrix, returned, vector } from './opening.ts'

const reader = (...words: number[]) => new ReplyReader(Float64Array.from(words).buffer)

const encoded = (call: WireCall): number[] => {
  const words = new Float64Array(callWords(call.args))
  expect(encodeCall(words, 0, call)).toBe(words.length)
  return Array.from(words)
}

test('a call is its function, the count of its arguments, and each as rank, shape, data', () => {
  const args = [1.5, vector(1, 2), matrix(1, 2, 3, 4)]
  expect(encoded({ functionIndex: 3, args })).toEqual([3, 3, 0, 1.5, 1, 2, 1, 2, 2, 1, 2, 3, 4])
})

test('a text is -1, its length and its code points', () => {
  const args = ['tanh', 2]
  expect(encoded({ functionIndex: 0, args })).toEqual([0, 2, -1, 4, 116, 97, 110, 104, 0, 2])
})

test('a reply is read as it was sent', () => {
  expect(reader(5, 0, 0b101, 0, 7).reply(5, 3, 10)).toEqual(returned(7, [0, 2]))
  expect(reader(5, 0, 0, 2, 1, 2, 8, 9).reply(5, 3, 10)).toEqual(returned(matrix(1, 2, 8, 9)))
  expect(reader(5, 0, 0, -1, 2, 0, 1, 1, 1, 2).reply(5, 3, 10)).toEqual(returned([1, vector(2)]))
})

test.each([
  ['another sequence number', [4, 0, 0, 0, 7]],
  ['a kind of error that does not exist', [5, 9, 0, 0]],
  ['a mask of arguments that were not passed', [5, 0, 8, 0, 7]],
  ['a missing value', [5, 0, 0]],
  ['a rank that is no integer', [5, 0, 0, 0.5, 7]],
  ['a rank that is not a number', [5, 0, 0, NaN, 7]],
  ['a rank beyond all arrays', [5, 0, 0, 1e9, 7]],
  ['a negative dimension', [5, 0, 0, 1, -1]],
  ['a dimension beyond the message', [5, 0, 0, 1, 3, 1, 2]],
  ['dimensions whose product overflows', [5, 0, 0, 3, 2 ** 31, 2 ** 31, 2 ** 31]],
  ['a list longer than the message', [5, 0, 0, -1, 9, 0, 1]],
  ['lists without end', [5, 0, 0, ...Array.from({ length: 40 }, (_, i) => (i % 2 ? 1 : -1))]],
  ['text longer than the message', [5, 1, 0, 100, 0]],
])('%s is a violation', (_, words) => {
  expect(() => reader(...words).reply(5, 3, 10)).toThrow(ProtocolViolation)
})

test('a reply far longer than its call is a violation', () => {
  const length = 8 * 10 + 4096
  const words = [5, 0, 0, 1, length, ...Array.from({ length }, () => 0)]
  expect(() => reader(...words).reply(5, 3, 10)).toThrow(/too long/)
})

test('bytes that are no whole words are a violation', () => {
  expect(() => new ReplyReader(new ArrayBuffer(12))).toThrow(ProtocolViolation)
})

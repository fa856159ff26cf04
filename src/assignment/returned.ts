import { CallError } from '../../properties/property.ts'
import type { Matrix } from '../numpy/index.ts'
import type { Returned, Tensor } from './assignment.ts'

const isParts = (value: Returned): value is readonly Returned[] => Array.isArray(value)

const shapeName = (shape: readonly number[]): string =>
  shape.length === 1 ? `a vector of ${shape[0]}` : `a ${shape.join(' x ')} array`

function describeReturned(value: Returned): string {
  if (typeof value === 'number') return 'a number'
  if (isParts(value))
    return `a list of ${value.length} parts (${value.map(describeReturned).join(', ')})`
  return shapeName(value.shape)
}

function mismatch(where: string, value: Returned, expected: string): CallError {
  const message = `${where} returned ${describeReturned(value)}, where ${expected} was expected`
  return new CallError('protocol', message)
}

const isSameShape = (shape: readonly number[], other: readonly number[]): boolean =>
  shape.length === other.length && shape.every((length, axis) => length === other[axis])

function tensor(where: string, value: Returned, shape: readonly number[], meaning: string): Tensor {
  const fits = typeof value !== 'number' && !isParts(value) && isSameShape(value.shape, shape)
  if (!fits) throw mismatch(where, value, `${shapeName(shape)} (${meaning})`)
  return value
}

export function returnedNumber(where: string, value: Returned): number {
  if (typeof value !== 'number') throw mismatch(where, value, 'a number')
  return value
}

/** `meaning` says where the length comes from, as 'one entry a sample'. */
export const returnedVector = (
  where: string,
  value: Returned,
  length: number,
  meaning: string,
): Float64Array => tensor(where, value, [length], meaning).data

export function returnedMatrix(
  where: string,
  value: Returned,
  [rows, columns]: readonly [number, number],
  meaning: string,
): Matrix {
  const { data } = tensor(where, value, [rows, columns], meaning)
  return { rows, columns, data }
}

/** The items of a list, of a tuple, or of an array along its first axis. */
export function returnedParts(
  where: string,
  value: Returned,
  count: number,
  meaning: string,
): readonly Returned[] {
  const parts = typeof value === 'number' ? undefined : isParts(value) ? value : unstack(value)
  if (parts?.length !== count) throw mismatch(where, value, meaning)
  return parts
}

function unstack({ shape, data }: Tensor): readonly Returned[] {
  const [count, ...rest] = shape
  const size = rest.reduce((product, length) => product * length, 1)
  return Array.from({ length: count }, (_, index) =>
    rest.length === 0
      ? data[index]
      : { shape: rest, data: data.slice(index * size, (index + 1) * size) },
  )
}

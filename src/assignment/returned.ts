import { CallError } from '../../properties/property.ts'
import { shapeName } from '../../properties/quantity.ts'
import type { Matrix } from '../numpy/index.ts'
import type { Returned, Tensor } from './assignment.ts'

export const isParts = (value: Returned): value is readonly Returned[] => Array.isArray(value)

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

/** `meaning` says where the shape comes from. */
export function returnedTensor(
  where: string,
  value: Returned,
  shape: readonly number[],
  meaning: string,
): Tensor {
  const fits = typeof value !== 'number' && !isParts(value) && value.shape.join() === shape.join()
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
): Float64Array => returnedTensor(where, value, [length], meaning).data

export function returnedMatrix(
  where: string,
  value: Returned,
  [rows, columns]: readonly [number, number],
  meaning: string,
): Matrix {
  const { data } = returnedTensor(where, value, [rows, columns], meaning)
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

export function unstack({ shape, data }: Tensor): readonly Returned[] {
  const [count, ...rest] = shape
  const size = rest.reduce((product, length) => product * length, 1)
  return Array.from({ length: count }, (_, index) =>
    rest.length === 0
      ? data[index]
      : { shape: rest, data: data.slice(index * size, (index + 1) * size) },
  )
}

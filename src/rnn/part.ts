/** data[start] to data[end - 1] in the same memory; the array itself where that is all of it, which small batches notice. */
export function part(data: Float64Array, start: number, end: number): Float64Array {
  return start === 0 && end === data.length ? data : data.subarray(start, end)
}

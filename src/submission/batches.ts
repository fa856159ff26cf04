import type { SentCall } from './student-process.ts'

/** A batch is cut here, so that the process starts on the first calls while the rest is sent. */
const batchWords = 2 ** 16

/** The calls in their order, in parts that are sent one by one. */
export function* batchesOf(calls: readonly SentCall[]): Generator<readonly SentCall[]> {
  let batch: SentCall[] = []
  let words = 0
  for (const call of calls) {
    batch.push(call)
    words += call.words
    if (words < batchWords) continue
    yield batch
    batch = []
    words = 0
  }
  if (batch.length > 0) yield batch
}

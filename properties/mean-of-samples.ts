import { rightArguments } from './assigned.ts'
import { calledOn, claimed, judged, type Recipe } from './defined-call.ts'
import type { Quantities, Quantity } from './property.ts'
import { entriesOf, mapQuantities, withEntries } from './quantity.ts'
import { countOf, hasAxis, range, samplesOf } from './samples.ts'

export interface BatchMeanOptions {
  /** The symbol of the number of samples; n unless given. */
  readonly samples?: string
  /** What has a row for each sample holds that sample's own (`same`), or its share of the mean (`divided`). */
  readonly rows?: 'same' | 'divided'
}

const mean = (all: readonly Quantity[]): Quantity => {
  const entries = all.map(entriesOf)
  const sums = entries[0].map((_, index) => entries.reduce((sum, each) => sum + each[index], 0))
  return withEntries(
    all[0],
    sums.map((sum) => sum / all.length),
  )
}

/** The rows of single samples below one another, for arrays whose first axis is the samples'. */
const stacked = (like: Quantity, rows: readonly Quantity[], divisor: number): Quantity => {
  const all = rows.flatMap((row) => Array.from(entriesOf(row), (entry) => entry / divisor))
  return withEntries(like, Float64Array.from(all))
}

/** What a function returns for a batch is the mean of what it returns for the batch's samples. */
export const batchMean = <const Name extends string>(
  name: Name,
  { samples = 'n', rows = 'same' }: BatchMeanOptions = {},
): Recipe<Name> => ({
  function: name,
  name: 'batch-mean',
  law: (assigned) => ({
    name: 'batch-mean',
    statement: `${name} of a batch is the mean of ${name} of its samples.`,
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const given = await rightArguments(assigned, implementation, name, problem)
      const each = await Promise.all(
        range(0, countOf(assigned, given, samples)).map((row) =>
          calledOn(assigned, implementation, name, samplesOf(assigned, given, samples, [row])),
        ),
      )
      const call = await calledOn(assigned, implementation, name, given)
      const claim: Quantities = mapQuantities(call.received, (like, part) => {
        const parts = each.map(({ received }) => received[part])
        const divisor = rows === 'divided' ? each.length : 1
        return hasAxis(assigned, part, samples) ? stacked(like, parts, divisor) : mean(parts)
      })
      return judged(call, await claimed(assigned, implementation, call, claim))
    },
  }),
})

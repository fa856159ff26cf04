/** A counterexample laid out for working through by hand: one row a time step or a sample. */
export interface StepTable {
  readonly caption: string
  readonly columns: readonly string[]
  /** `null` where a row has no such entry. */
  readonly rows: readonly (readonly (number | string | null)[])[]
  /** Where expected and received part first. */
  readonly difference?: { readonly row: number; readonly column: number }
}

/** Rounding is not what a student has to find by hand. */
export const differs = (expected: number, received: number): boolean =>
  !(Math.abs(expected - received) <= 1e-6 * Math.abs(expected))

/** Which sample of a batch a table is about. */
export const sampleCaption = (sample: number, samples: number): string =>
  samples === 1 ? 'the only sample' : `sample ${sample} of ${samples} (counted from 0)`

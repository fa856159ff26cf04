/** A counterexample laid out for working through by hand: one row a time step or a sample. */
export interface StepTable {
  readonly caption: string
  readonly columns: readonly string[]
  /** `null` where a row has no such entry. */
  readonly rows: readonly (readonly (number | string | null)[])[]
  /** Where expected and received part first. */
  readonly difference?: { readonly row: number; readonly column: number }
}

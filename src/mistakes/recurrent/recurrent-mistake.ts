/** A known way to get a function of a recurrent network wrong, as settings of its model. */
export interface RecurrentMistake<Settings> {
  readonly id: string
  /** One sentence that says what the code does, and one that says what the mathematics asks. */
  readonly explanation: string
  /** A question or experiment that leads to the mistake and does not give the solution away. */
  readonly hint: string
  /** Every way of making it, the usual one first. */
  readonly ways: readonly Way<Settings>[]
}

export interface Way<Settings> {
  readonly settings: Partial<Settings>
  /** What distinguishes it from the others, for the explanation: how many steps, which order of the gates. */
  readonly detail?: string
}

export const way = <Settings>(settings: Partial<Settings>, detail?: string): Way<Settings> =>
  detail === undefined ? { settings } : { settings, detail }

/** Truncations worth telling apart: the golden problem has no more steps than this, and no generated one has more. */
export const longest = 12

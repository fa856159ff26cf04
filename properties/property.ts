import type { Arbitrary } from 'fast-check'

export type Awaitable<T> = T | Promise<T>

/** A number, a vector, a matrix, or an array of any number of dimensions; all row-major. */
export type Quantity =
  | number
  | Float64Array
  | { readonly rows: number; readonly columns: number; readonly data: Float64Array }
  | { readonly shape: readonly number[]; readonly data: Float64Array }

/** What evidence is made of, by the name it has in the assignment. */
export type Quantities = Record<string, Quantity>

/** The case that speaks against an implementation: what went in, what a right one returns, what came. */
export interface Evidence {
  readonly input: Quantities
  readonly expected: Quantities
  readonly received: Quantities
}

/** `single`: the law holds to the rounding of float32 but not of float64. */
export type Precision = 'double' | 'single'

export type Outcome =
  | { readonly status: 'passed'; readonly precision: Precision }
  | { readonly status: 'failed'; readonly message: string; readonly evidence: Evidence }
  | { readonly status: 'inconclusive'; readonly reason: string }

/** A law that every right implementation obeys on every problem. */
export interface Property<Implementation, Problem> {
  readonly name: string
  /** The law in one sentence. */
  readonly statement: string
  readonly problems: Arbitrary<Problem>
  /** Checked at every seed, after the generated ones and whatever their number; they shrink as those do. */
  readonly fixedProblems?: readonly Problem[]
  /** `shared`: the implementation gets the very arrays of the problem, so that the law can see it write into them. */
  readonly arguments: 'copied' | 'shared'
  /** A law about one fixed problem is checked once, whatever the number of runs. */
  readonly runs?: number
  /** May throw what the implementation throws. */
  check(implementation: Implementation, problem: Problem): Promise<Outcome>
}

/** A call that returned no usable value: an exception in the code under test, or a value of the wrong shape. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly kind: string
  constructor(kind: string, message: string) {
    super(message)
    this.kind = kind
  }
}

/** By its name: a module of an instructor's brings another copy of the class than the command has. */
export const isCallError = (error: unknown): error is CallError =>
  error instanceof Error && error.name === 'CallError'

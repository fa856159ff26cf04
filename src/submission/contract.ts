/**
 * What the rest of the program knows of a submission: values that go in and come out, and how it
 * can go wrong. Nothing here depends on the language in which the student wrote.
 */

/** An array of numbers in row-major order; `data` has as many entries as the product of `shape`. */
export interface Tensor {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

/** A text is the name of a choice that an assignment offers, as 'tanh'. */
export type Argument = number | string | Tensor

/** A number, a rectangular array of numbers, or (ragged, mixed, tuples) the list of the parts. */
export type Returned = number | Tensor | readonly Returned[]

export interface FunctionSpec {
  /** In snake_case; the student may also write it in camelCase. */
  readonly name: string
  readonly parameters: readonly string[]
}

export type SandboxChoice = 'auto' | 'bwrap' | 'permissions' | 'none'

export interface SubmissionOptions {
  readonly functions: readonly FunctionSpec[]
  readonly sandbox: SandboxChoice
  /** Wall-clock seconds for which all processes of the submission together may work. */
  readonly timeoutSeconds: number
  /** Memory of one process in MiB, on top of what its interpreter needs to start. */
  readonly memoryMiB: number
  /** The interpreter for Python submissions: a name on the PATH or a path. */
  readonly python: string
}

export type ErrorKind =
  | 'syntax'
  | 'missing'
  | 'timeout'
  | 'memory'
  | 'crash'
  | 'protocol'
  | 'rejected'

export interface SubmissionError {
  readonly kind: ErrorKind
  /** A sentence for the student, free of control characters. */
  readonly message: string
  /** 1-based, in the file as handed in. */
  readonly line?: number
  readonly column?: number
}

export type Language = 'typescript' | 'javascript' | 'python'

export interface SubmissionIdentity {
  /** As it was given. */
  readonly path: string
  readonly language: Language
  /** Of the bytes of the source file, in hexadecimal. */
  readonly sha256: string
}

export type FunctionStatus =
  | { readonly status: 'found'; readonly as: string }
  | { readonly status: 'missing'; readonly message: string }

export type CallOutcome =
  | {
      readonly status: 'returned'
      readonly value: Returned
      /** Indices of the arguments into which the call wrote. */
      readonly mutated: readonly number[]
    }
  | { readonly status: 'error'; readonly error: SubmissionError }

/** Thrown where the harness itself cannot work: not the student's fault, and not worth points. */
export class HarnessError extends Error {
  override readonly name = 'HarnessError'
}

/** A mistake recognised in a function, told to the student. */
export interface DiagnosedMistake {
  readonly id: string
  readonly function: string
  /** What the code does, and what the mathematics asks. */
  readonly explanation: string
  /** A question or an experiment that leads to it and does not give the solution away. */
  readonly hint: string
  /** The formula that is asked for. */
  readonly formula: string
  /** What nothing that is returned tells it from. */
  readonly alsoKnownAs?: readonly OtherName[]
}

/** Ids of as many mistakes as they stand for, the first of which they are told with, and a sentence that says so. */
export interface OtherName {
  readonly ids: readonly string[]
  readonly sentence: string
}

/** The mistakes that explain what the functions returned, and what is known where none does. */
export interface Diagnosis {
  readonly mistakes: readonly DiagnosedMistake[]
  readonly facts: readonly string[]
}

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

/**
 * A function that was called wrong and is right, to rounding, on all the problems by which mistakes are told apart: none
 * that shows on them explains why it breaks a law.
 */
export interface RightElsewhere {
  readonly function: string
  readonly precision: 'double' | 'single'
}

/** The mistakes that explain what the functions returned, and what is known where none does. */
export interface Diagnosis {
  readonly mistakes: readonly DiagnosedMistake[]
  readonly facts: readonly string[]
  readonly rightElsewhere?: readonly RightElsewhere[]
}

export const rightIn = (name: string, precision: 'double' | 'single'): Diagnosis => ({
  mistakes: [],
  facts: [],
  rightElsewhere: [{ function: name, precision }],
})

/** What was found in several functions. */
export const together = (found: readonly Diagnosis[]): Diagnosis => ({
  mistakes: found.flatMap(({ mistakes }) => mistakes),
  facts: found.flatMap(({ facts }) => facts),
  rightElsewhere: found.flatMap(({ rightElsewhere = [] }) => rightElsewhere),
})

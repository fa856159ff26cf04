import {
  type CheckOptions,
  checkProperty,
  type PropertyResult,
} from '../../properties/check-property.ts'
import type { Evidence, Property } from '../../properties/property.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { StepTable } from './step-table.ts'

/** What a submission's function returned: a number, a rectangular array, or parts of which each is one of these. */
export type Returned = number | Tensor | readonly Returned[]

export interface Tensor {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

/** A text is the name of a choice that an assignment offers, as 'tanh'. */
export type Argument = number | string | Tensor

export interface CallResult {
  readonly value: Returned
  /** Indices of the arguments into which the call wrote. */
  readonly mutated: readonly number[]
}

/** Calls a function of the submission by the name the assignment gives it; rejects with a CallError. */
export type Call = (name: string, given: readonly Argument[]) => Promise<CallResult>

/** What is known of an assignment before its laws are loaded. */
export interface AssignmentOutline {
  readonly name: string
  readonly title: string
  /** The module that it was loaded from; a built-in one has none. */
  readonly path?: string
  readonly functions: readonly AssignedFunction[]
}

export interface AssignedFunction {
  /** In snake_case; a submission may write it in camelCase, as `implementation` does. */
  readonly name: string
  readonly parameters: readonly string[]
  readonly returns: string
}

/** A property, and what it is worth. */
export interface Law<Implementation> {
  /** The function that pays for a failure. */
  readonly function: string
  readonly name: string
  readonly statement: string
  readonly points: number
  /** The law that has to hold as well for these points to count, so that an empty function earns none. */
  readonly countsWith?: string
  check(implementation: Implementation, options: CheckOptions): Promise<PropertyResult>
}

/** What is asked of a student. */
export interface Assignment<Implementation> {
  readonly outline: AssignmentOutline
  /**
   * Right; it stands in for what is wrong or missing while the other functions are checked. Without one the submission's
   * own functions do.
   */
  readonly reference?: Implementation
  /** The submission as the implementation that the properties check. */
  implementation(call: Call): Implementation
  readonly laws: readonly Law<Implementation>[]
  /** Names the mistakes behind what the wrong functions return. */
  readonly diagnose: (call: Call, wrong: readonly string[], seed: number) => Promise<Diagnosis>
  /** The counterexample laid out for working through by hand. */
  readonly table: (functionName: string, evidence: Evidence) => StepTable | undefined
}

export interface LawOptions<Implementation> {
  readonly points: number
  readonly countsWith?: string
  /** Every call on copies of its arguments. */
  readonly onCopies: (implementation: Implementation) => Implementation
}

/** A property made part of an assignment; its type of problem is its own affair from here on. */
export function law<Implementation, Problem>(
  functionName: string,
  property: Property<Implementation, Problem>,
  { points, countsWith, onCopies }: LawOptions<Implementation>,
): Law<Implementation> {
  return {
    function: functionName,
    name: property.name,
    statement: property.statement,
    points,
    countsWith,
    check: (implementation, options) =>
      checkProperty(
        property,
        property.arguments === 'copied' ? onCopies(implementation) : implementation,
        options,
      ),
  }
}

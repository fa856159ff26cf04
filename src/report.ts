import type { Figures } from './assignment/figures.ts'
import type { StepTable } from './assignment/step-table.ts'
import type { ErrorKind } from './submission/index.ts'

export type Status = 'passed' | 'failed' | 'inconclusive' | 'error'

/** Numbers that JSON cannot hold are the strings "NaN", "Infinity" and "-Infinity"; a matrix is a list of rows, and so on. */
export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity'
export type JsonQuantity = JsonNumber | JsonQuantity[]
export type JsonQuantities = Record<string, JsonQuantity>

export type TableReport = StepTable

export interface CounterexampleReport {
  readonly input: JsonQuantities
  readonly expected: JsonQuantities
  readonly received: JsonQuantities
  readonly shrinks: number
  readonly table?: TableReport
}

export interface PropertyReport {
  readonly name: string
  readonly function: string
  /** The law in one sentence. */
  readonly statement: string
  readonly status: Status | 'skipped'
  readonly score: number
  readonly maxScore: number
  readonly runs: number
  readonly message: string
  readonly counterexample?: CounterexampleReport
}

export interface MistakeReport {
  readonly id: string
  readonly function: string
  readonly explanation: string
  readonly hint: string
  /**
   * Sets of ids that give the same numbers; a set of several stands for as many mistakes, at the first of which it is
   * listed. Absent where there are none.
   */
  readonly alsoKnownAs?: readonly (readonly string[])[]
}

export interface ErrorReport {
  readonly kind: ErrorKind
  readonly message: string
  readonly line?: number
  readonly column?: number
}

/** The data of the plots: gathered where a report with plots is asked for. */
export type FiguresReport = Figures<JsonNumber>

/** What is known of one submission: plain data, which the reporters turn into text. */
export interface Report {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'gradproof'; readonly version: string }
  readonly assignment: string
  /** The module that the assignment was loaded from. */
  readonly assignmentPath?: string
  readonly seed: number
  readonly runs: number
  readonly sandbox: string
  readonly submission: {
    readonly path: string
    readonly language: 'typescript' | 'javascript' | 'python' | 'unknown'
    readonly sha256: string
  }
  readonly status: Status
  readonly score: number
  readonly maxScore: number
  readonly properties: readonly PropertyReport[]
  readonly mistakes: readonly MistakeReport[]
  /** What is known of what is wrong where no known mistakes explain it. */
  readonly facts: readonly string[]
  /** What the submission printed and what had to be passed over while it was read. */
  readonly notes: readonly string[]
  readonly error?: ErrorReport
  readonly figures?: FiguresReport
  readonly durationMs: number
}

import { backwardMistakes } from './backward-mistakes.ts'
import { forwardMistakes } from './forward-mistakes.ts'
import { lossMistakes } from './loss-mistakes.ts'
import type { FunctionName, Mistake } from './mistake.ts'

const everyFunction: readonly FunctionName[] = [
  'loss',
  'output_gradient',
  'update_state',
  'forward_states',
  'backward_gradient',
]

/** What is wrong with how a submission computes, whatever the formula. */
const conductMistakes = [
  {
    id: 'mutates-inputs',
    functions: ['backward_gradient'],
    explanation:
      'The function writes into its arguments. The mathematics has no such effect: what is passed in stays as it was.',
    hint: 'Print the arguments before and after the call.',
    variants: {},
  },
  {
    id: 'single-precision',
    functions: everyFunction,
    explanation:
      'The numbers are right, but only to the 7 digits of 32-bit floats. The mathematics is the same; 64-bit floats carry 16 digits.',
    hint: 'Which type do the arrays of your code have?',
    variants: {},
  },
  {
    id: 'hard-coded',
    functions: ['backward_gradient'],
    explanation:
      'The answer of the published case is returned as a constant. The mathematics asks for the gradients of the arguments that came in.',
    hint: 'Call the function with other inputs: does the answer change?',
    variants: {},
  },
] as const satisfies readonly Mistake[]

const list = [...lossMistakes, ...forwardMistakes, ...backwardMistakes, ...conductMistakes]

export type MistakeId = (typeof list)[number]['id']

/** Every known mistake, in the order in which equally good explanations are preferred. */
export const mistakes: readonly Mistake<MistakeId>[] = list

const byId = new Map<string, Mistake<MistakeId>>(mistakes.map((mistake) => [mistake.id, mistake]))

/** The mistake of this id. Throws if there is none. */
export function mistakeOf(id: string): Mistake<MistakeId> {
  const mistake = byId.get(id)
  if (mistake !== undefined) return mistake
  throw new Error(`Expected the id of a known mistake, but got '${id}'`)
}

/** A mistake with its number, where it has one: a divisor, or how many last steps are kept. */
export interface Named {
  readonly id: MistakeId
  readonly parameter?: number
}

/** What the code does and what the mathematics asks, with the mistake's number where it has one. */
export function explain({ id, parameter }: Named): string {
  const { explanation, parameter: name } = mistakeOf(id)
  if (name === undefined || parameter === undefined) return explanation
  const value = Number(parameter.toPrecision(6))
  return `${explanation} Here ${name === 'steps' ? 'K' : 'c'} = ${value}.`
}

import type { Choice } from '../../src/mistakes/apply-mistakes.ts'
import { settingsWith } from '../../src/mistakes/apply-mistakes.ts'
import type { BackwardSettings } from '../../src/mistakes/backward-model.ts'

/** How the batch is gone through: whole columns at a time, sample by sample, or terms gathered in lists. */
export const styles = ['vectorised', 'per-sample loops', 'accumulated lists'] as const
export type Style = (typeof styles)[number]

export const languages = ['py', 'js', 'ts'] as const
export type Language = (typeof languages)[number]

/** The scalar expressions in which a submission's author can go wrong, in the syntax that all languages share. */
export function formulasOf(choices: readonly Choice[]) {
  const { loss, output_gradient, update_state, forward_states, backward_gradient } =
    settingsWith(choices)
  return {
    loss,
    forward: forward_states,
    backward: backward_gradient,
    outputFactor: `${output_gradient.sign * output_gradient.scale}`,
    outputDivisor: output_gradient.divisor === 'n' ? ' / n' : '',
    update: (tanh: string) => updateOf(update_state, tanh, 'x', 's'),
    step: (tanh: string) => updateOf(forward_states, tanh, 'x', 's'),
    propagated: propagatedOf(backward_gradient),
    divisor: divisorOf(backward_gradient),
    factor: `${backward_gradient.sign * backward_gradient.scale}`,
    hardCoded: choices.some(({ id }) => id === 'hard-coded'),
    mutates: choices.some(({ id }) => id === 'mutates-inputs'),
  }
}

/** The gradients of the published case, as its author prints them. */
export const publishedGradients = '300.6553965473578, 1808.8065936630358'

export type Formulas = ReturnType<typeof formulasOf>

function updateOf(
  settings: { weights: string; recurs: boolean; combination: string; squashes: boolean },
  tanh: string,
  x: string,
  s: string,
): string {
  const [a, b] = settings.weights === 'own' ? ['wx', 'wRec'] : ['wRec', 'wx']
  const both = settings.combination === 'sum' ? '+' : '*'
  const next = settings.recurs ? `${x} * ${a} ${both} ${s} * ${b}` : `${x} * ${a}`
  return settings.squashes ? `${tanh}(${next})` : next
}

function propagatedOf({ propagation, addsGradOut }: BackwardSettings): string {
  const ways = { wRec: 'g * wRec', one: 'g', squared: 'g * wRec * wRec', divided: 'g / wRec' }
  return addsGradOut ? `${ways[propagation]} + start` : ways[propagation]
}

function divisorOf({ divisor, samples }: BackwardSettings): string {
  const count = samples === 'all' || samples === 'means' ? 'n' : '1'
  if (divisor === 'n') return count
  if (divisor === 'one') return '1'
  return divisor === 'n-squared' ? `(${count} * n)` : String(divisor)
}

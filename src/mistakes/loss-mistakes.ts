import type { Mistake } from './mistake.ts'

const loss = 'the loss is the mean over the batch of the squared errors, (1/n) Σ_i (t_i − y_i)²'
const gradient =
  "The mathematics asks for the derivative of each sample's own squared error, ∂(t_i − y_i)²/∂y_i = 2 (y_i − t_i)"

/** The mistakes of loss and output_gradient. */
export const lossMistakes = [
  {
    id: 'loss-sum-not-mean',
    functions: ['loss'],
    explanation: `The loss adds up the errors of all samples. The mathematics asks for an average: ${loss}.`,
    hint: 'Give the loss every sample twice: should the result change?',
    variants: { loss: [() => ({ reduction: 'sum' })] },
  },
  {
    id: 'loss-half',
    functions: ['loss'],
    explanation: `The loss carries a factor 1/2. The mathematics asks for none: ${loss}.`,
    hint: 'Take one sample with y = 0 and t = 1 and work out the loss by hand.',
    variants: { loss: [() => ({ scale: 0.5 })] },
  },
  {
    id: 'loss-absolute',
    functions: ['loss'],
    explanation: `The loss averages the absolute errors |t_i − y_i|. The mathematics asks for squares: ${loss}.`,
    hint: 'Double every error: by how much should the loss grow?',
    variants: { loss: [() => ({ power: 'absolute' })] },
  },
  {
    id: 'loss-root',
    functions: ['loss'],
    explanation: `The loss takes a square root of the averaged squares. The mathematics stops before the root: ${loss}.`,
    hint: 'Double every error: by how much should the loss grow?',
    variants: { loss: [() => ({ root: 'outermost' }), () => ({ root: 'before-scale' })] },
  },
  {
    id: 'loss-broadcast',
    functions: ['loss'],
    explanation:
      'The loss compares every output with every target, n × n pairs, as happens when a column is subtracted from ' +
      `a row. The mathematics compares each output with its own target: ${loss}.`,
    hint: 'Print the shapes of y, of t and of their difference.',
    variants: { loss: [() => ({ pairs: 'all' })] },
  },
  {
    id: 'output-gradient-missing-two',
    functions: ['output_gradient'],
    explanation: `The gradient of the outputs is returned without the factor of the power rule. ${gradient}.`,
    hint: 'Differentiate (t − y)² with respect to y on paper, one rule at a time.',
    variants: { output_gradient: [() => ({ scale: 1 })] },
  },
  {
    id: 'output-gradient-sign',
    functions: ['output_gradient'],
    explanation: `The gradient of the outputs points the other way. ${gradient}.`,
    hint: 'If an output is above its target and grows, does its error grow or shrink? Which sign says so?',
    variants: { output_gradient: [() => ({ sign: -1 })] },
  },
  {
    id: 'output-gradient-divided-by-n',
    functions: ['output_gradient'],
    explanation: `The gradient of the outputs is divided by the number of samples. ${gradient}; the mean is taken later.`,
    hint: 'Where is the mean over the batch taken, and how often?',
    variants: { output_gradient: [() => ({ divisor: 'n' })] },
  },
] as const satisfies readonly Mistake[]

import { matrix, number } from '../../../properties/declared.ts'
import { outlineOf } from '../defined-outline.ts'

const classes = matrix('n', 'K')
const targets = matrix('n', 'K')

export const softmaxCrossEntropyFunctions = {
  softmax: { parameters: { Z: classes }, returns: { P: classes } },
  loss: { parameters: { P: classes, T: targets }, returns: { loss: number() } },
  gradient: { parameters: { P: classes, T: targets }, returns: { Z_grad: classes } },
} as const

export const softmaxCrossEntropyOutline = outlineOf({
  name: 'softmax-cross-entropy',
  title:
    'Probabilities of logits Z, their mean cross-entropy with one-hot targets T, and its gradient with respect to Z',
  functions: softmaxCrossEntropyFunctions,
})

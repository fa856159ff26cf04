import { matrix, tensor } from '../../properties/declared.ts'

// Shapes that the recurrent networks share: n samples, T steps, d inputs, H units, O outputs.

export const inputs = tensor(['n', 'T', 'd'])
export const states = tensor(['n', 'T+1', 'H'], { meaning: 'one step more than X, for the start' })
export const unitsOfSamples = matrix('n', 'H')
export const outputs = matrix('n', 'O')

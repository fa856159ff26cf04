/** The places where backpropagation through time can go wrong, whatever the cell. */
export interface LoopSettings {
  readonly gradOutFactor: number
  readonly gradOutDivisor: 'one' | 'n'
  /** Whether what the head passes back is added at every step. */
  readonly addsGradOut: boolean
  readonly skipsFirst: boolean
  readonly skipsLast: boolean
  /** How many of the last steps the loop visits. */
  readonly steps: number
  /** How the gradient passes through the recurrent weights: by their transpose, by themselves, or past them. */
  readonly propagation: 'transposed' | 'plain' | 'past'
  /** Which parts of the state are cut off from the step before. */
  readonly detached: 'none' | 'first' | 'all'
  readonly inputOffset: -1 | 0 | 1
  readonly stateOffset: -1 | 0 | 1
  readonly inputAccumulates: boolean
  readonly recurrentAccumulates: boolean
  readonly biasAccumulates: boolean
  readonly biasSteps: 'all' | 'last'
  readonly biasSamples: 'sum' | 'mean' | 'each' | 'first'
  readonly biasDividedBySteps: boolean
  /** Whether the gradient of the recurrent weights is returned as its transpose. */
  readonly recurrentTransposed: boolean
  readonly samples: 'all' | 'first' | 'last'
  /** Of the gradients of all parameters. */
  readonly scale: number
  readonly divisor: 'one' | 'n'
  readonly dividesBySteps: boolean
  readonly limit: 'none' | 'clip' | 'normalise'
  readonly swapped: boolean
  readonly inputGradient: 'all' | 'unfilled' | 'reversed'
  readonly filled: boolean
  readonly reversed: boolean
  readonly timeMajor: boolean
}

export const rightLoop: LoopSettings = {
  gradOutFactor: 1,
  gradOutDivisor: 'one',
  addsGradOut: false,
  skipsFirst: false,
  skipsLast: false,
  steps: Infinity,
  propagation: 'transposed',
  detached: 'none',
  inputOffset: 0,
  stateOffset: 0,
  inputAccumulates: true,
  recurrentAccumulates: true,
  biasAccumulates: true,
  biasSteps: 'all',
  biasSamples: 'sum',
  biasDividedBySteps: false,
  recurrentTransposed: false,
  samples: 'all',
  scale: 1,
  divisor: 'one',
  dividesBySteps: false,
  limit: 'none',
  swapped: false,
  inputGradient: 'all',
  filled: true,
  reversed: false,
  timeMajor: false,
}

/** What becomes of the gradient once it has gone all the way back. */
const afterwards: ReadonlySet<string> = new Set<keyof LoopSettings>([
  'inputOffset',
  'stateOffset',
  'inputAccumulates',
  'recurrentAccumulates',
  'biasAccumulates',
  'biasSteps',
  'biasSamples',
  'biasDividedBySteps',
  'recurrentTransposed',
  'samples',
  'scale',
  'divisor',
  'dividesBySteps',
  'limit',
  'swapped',
  'inputGradient',
  'filled',
  'reversed',
  'timeMajor',
])

/** The same text for settings whose gradients go back through time in the same way. */
export function wayBack(settings: LoopSettings): string {
  let text = ''
  for (const [key, value] of Object.entries(settings)) if (!afterwards.has(key)) text += `${value} `
  return text
}

/** An analytic gradient against numerical derivatives that carry their own error bounds: the verdict. */
export { checkGradientAsync } from './check-gradient-async.ts'
export { checkGradient } from './check-gradient.ts'
export { compareGradient } from './compare-gradient.ts'
export type { Along } from './along.ts'
export type { Findings } from './many-parameters.ts'
export type { AsyncCheckOptions, CheckOptions, CompareOptions, Progress } from './options.ts'
export type { Coordinate, Sides, Verdict } from './verdict.ts'
export type { WrongBlock } from './wrong-blocks.ts'

export { toBeWithinUlps } from './to-be-within-ulps.ts'
export { toHaveGradient, toHaveJacobian } from './to-have-gradient.ts'
export { toMatchGolden } from './to-match-golden.ts'

import { expect } from 'vitest'
import type { JacobianMatrix } from './vector-checks/check-jacobian.ts'
import type { Tolerance } from './matchers/compare-numbers.ts'
import * as matchers from './matchers/index.ts'
import type { Numeric } from './matchers/numbers.ts'
import type { GradientOf } from './parameters/parameters.ts'
import type { At } from './matchers/to-have-gradient.ts'

declare global {
  // vitest's own Matchers has other type parameters in version 5 than in 4; the assertion below it has none in either
  namespace Chai {
    interface Assertion {
      /** Whether the function received has this gradient at a point; inconclusive fails, negated or not. */
      toHaveGradient(
        gradient: (x: Float64Array, into: never) => ArrayLike<number> | void,
        options: At,
      ): void
      /** The same for a function of parameters of any shape: the gradient has the shape of the point. */
      toHaveGradient<P extends object | number>(
        gradient: (x: P) => GradientOf<P>,
        options: At<P>,
      ): void
      /** Whether the vector function received has this Jacobian at a point; inconclusive fails, negated or not. */
      toHaveJacobian(jacobian: (x: Float64Array) => JacobianMatrix, options: At): void
      /** Whether each number received is within as many doubles of the expected one. */
      toBeWithinUlps(expected: Numeric, ulps: number): void
      /** Whether the numbers received are those kept under this name in the JSON file beside the test. */
      toMatchGolden(name: string, tolerance?: Tolerance): void
    }
  }
}

expect.extend({ ...matchers })

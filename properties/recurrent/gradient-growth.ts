import type { AnyImplementation, Assigned } from '../assigned.ts'
import { calledOn, type DefinedCall, type Recipe } from '../defined-call.ts'
import type { Quantities, Quantity } from '../property.ts'
import { entriesOf, quantityOf, shapeOf } from '../quantity.ts'
import { boundedBy, verdictOn } from './claimed-part.ts'
import { backwardCall, backward, filled, stepAt, tensorOf } from './recurrent-network.ts'

const identityMatrix = (size: number): Quantity =>
  quantityOf(
    [size, size],
    Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0)),
  )

/** As many samples as units, by repeating them in turn. */
function samples(X: Quantity, count: number): Quantity {
  const [n, T, d] = shapeOf(X)
  const size = T * d
  const rows = Array.from({ length: count }, (_, row) =>
    entriesOf(X).subarray((row % n) * size, ((row % n) + 1) * size),
  )
  return tensorOf([count, T, d], Float64Array.from(rows.flatMap((row) => Array.from(row))))
}

/** The transpose of a square matrix to a power, row-major. */
export function transposedPower(matrix: Quantity, power: number): Float64Array {
  const [size] = shapeOf(matrix)
  const W = entriesOf(matrix)
  let result = entriesOf(identityMatrix(size))
  for (let m = 0; m < power; m++)
    result = result.map((_, at) => {
      const [i, j] = [Math.floor(at / size), at % size]
      let sum = 0
      for (let k = 0; k < size; k++) sum += result[i * size + k] * W[j * size + k]
      return sum
    })
  return result
}

const norm = (entries: Float64Array): number => Math.hypot(...entries)

/** A linear network whose outputs are its units, each sample with the gradient of an output of its own. */
async function linearCall(
  assigned: Assigned,
  implementation: AnyImplementation,
  problem: Quantities,
): Promise<DefinedCall & { readonly right: Quantities }> {
  const [size] = shapeOf(problem.W_rec)
  const linear: Quantities = {
    ...problem,
    activation: 0,
    X: samples(problem.X, size),
    t: filled(identityMatrix(size), 0),
    W_out: identityMatrix(size),
    c: new Float64Array(size),
  }
  const { given } = await backwardCall(assigned, assigned.reference ?? implementation, linear)
  const units = { ...given, grad_out: identityMatrix(size) }
  const call = await calledOn(assigned, implementation, backward, units)
  const right = await calledOn(assigned, assigned.reference ?? implementation, backward, units)
  return { ...call, right: right.received }
}

/**
 * Of a linear network the gradient over time is a power of W_rec, and its norm that power's: it vanishes where the
 * largest singular value of W_rec is below 1 and explodes where its spectral radius is above 1, because
 * rho^m <= ||W_rec^m|| <= sigma^m (Pascanu, Mikolov and Bengio 2013, section 2).
 */
export const gradientGrowth: Recipe<typeof backward> = {
  function: backward,
  name: 'gradient-growth',
  law: (assigned) => ({
    name: 'gradient-growth',
    statement:
      'Without activation the gradient over time has the norm of W_rec^(T-k): it vanishes with the largest singular value below 1 and explodes with the spectral radius above 1.',
    problems: assigned.problems,
    arguments: 'copied',
    async check(implementation, problem) {
      const call = await linearCall(assigned, implementation, problem)
      const part = 'grad_over_time'
      const [, steps] = shapeOf(call.received[part])
      const powers = Array.from({ length: steps }, (_, k) => steps - 1 - k)
      const norms = powers.map((power) => norm(transposedPower(call.given.W_rec, power)))
      const terms = powers.map((power) => norm(transposedPower(absolute(call.given.W_rec), power)))
      const received = powers.map((_, k) => norm(stepAt(call.received[part], k)))
      return verdictOn(call, [
        {
          entry: (k) => `the norm of ${part} at k = ${k} (W_rec to the power ${powers[k]})`,
          received,
          expected: boundedBy(Float64Array.from(norms), Float64Array.from(terms)),
        },
      ])
    },
  }),
}

const absolute = (matrix: Quantity): Quantity =>
  quantityOf(shapeOf(matrix), entriesOf(matrix).map(Math.abs))

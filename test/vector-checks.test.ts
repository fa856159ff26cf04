import { describe, expect, test } from 'vitest'
import {
  checkAdjoint,
  checkHessian,
  checkJacobian,
  checkJvp,
  checkVjp,
  differentiateVector,
} from '../src/index.ts'

const f = ([a, b, c]: Float64Array) => [a * b, Math.sin(c) + a ** 2]
const jacobian = ([a, b, c]: Float64Array) => [
  [b, a, 0],
  [2 * a, 0, Math.cos(c)],
]
const jvp = (x: Float64Array, v: Float64Array) =>
  jacobian(x).map((row) => row.reduce((sum, entry, i) => sum + entry * v[i], 0))
const vjp = (x: Float64Array, w: Float64Array) => {
  const rows = jacobian(x)
  return [0, 1, 2].map((i) => rows[0][i] * w[0] + rows[1][i] * w[1])
}
const x = [1.5, -0.5, 0.75]
/** The product with its second entry off by a relative error. */
const off =
  (product: typeof jvp, error = 1e-9) =>
  (x: Float64Array, v: Float64Array) =>
    Array.from(product(x, v), (entry, i) => (i === 1 ? entry * (1 + error) : entry))

const offAtTheEnd = (x: Float64Array) =>
  jacobian(x).map((row, i) => row.map((e, j) => (i === 1 && j === 2 ? e * (1 + 1e-9) : e)))
const gradient = ([a, b]: Float64Array) => [2 * a * b, a ** 2 + Math.cos(b)]
const hessian = ([a, b]: Float64Array) => [
  [2 * b, 2 * a],
  [2 * a, -Math.sin(b)],
]
const unsymmetric = (x: Float64Array) => {
  const [[a, b], [, d]] = hessian(x)
  return [
    [a, b],
    [-b, d],
  ]
}
const bent = (x: Float64Array, v: Float64Array) => jvp(x, v).map((entry) => Math.tanh(entry))

describe('a Jacobian', () => {
  test('passes where it is right, entries of 0 included', () => {
    expect(checkJacobian(f, jacobian, x).status).toBe('passed')
  })

  test('fails at the entry that is wrong', () => {
    const { status, entries } = checkJacobian(f, offAtTheEnd, x)
    expect(status).toBe('failed')
    expect(entries[0]).toMatchObject({ path: '[1][2]', status: 'failed' })
    expect(entries.filter(({ status }) => status === 'failed')).toHaveLength(1)
  })

  test('is told where its shape is wrong', () => {
    expect(() => checkJacobian(f, () => [[1, 2, 3]], x)).toThrow('expected 2 x 3')
  })

  test('costs the points of one of its rows where all need the same', () => {
    const one = differentiateVector(([a]) => [Math.exp(a)], [1]).evaluations
    expect(differentiateVector(([a]) => [Math.exp(a), 2 * Math.exp(a)], [1]).evaluations).toBe(one)
  })
})

test.each([
  ['checkJvp', () => checkJvp(f, jvp, x), () => checkJvp(f, off(jvp), x), 'v'],
  ['checkVjp', () => checkVjp(f, vjp, x), () => checkVjp(f, off(vjp), x), 'w'],
])('%s passes a right product and finds an entry off by 1e-9', (_, right, wrong, letter) => {
  expect(right().status).toBe('passed')
  const { status, entries } = wrong()
  expect(status).toBe('failed')
  expect(entries[0].path).toMatch(new RegExp(`^${letter}[01]\\[1\\]$`))
})

const cone = (at: Float64Array) => [Math.hypot(at[0] - 1, at[1] - 1)]

test('a product at a kink gets no verdict', () => {
  for (const slope of [0, 1]) {
    expect(checkJvp(cone, () => [slope], [1, 1]).status).toBe('inconclusive')
  }
})

test('a Hessian is checked as the Jacobian of its gradient', () => {
  expect(checkHessian(gradient, hessian, [1.5, 0.5]).status).toBe('passed')
  const { status, entries } = checkHessian(gradient, unsymmetric, [1.5, 0.5])
  expect([status, entries[0].path]).toEqual(['failed', '[1][0]'])
})

/** The function, which then changes an entry of its x. */
const changing =
  <Rest extends unknown[], Result>(call: (x: Float64Array, ...rest: Rest) => Result) =>
  (x: Float64Array, ...rest: Rest) => {
    const result = call(x, ...rest)
    x[1] = 9
    return result
  }

type Product = (x: Float64Array, v: Float64Array) => ArrayLike<number>

/** The product, with 0.25 added to its number 1 from a call on. */
const driftingFrom = (first: number, call: Product) => {
  let calls = 0
  return (x: Float64Array, v: Float64Array) =>
    Array.from(call(x, v), (entry, k) => (k === 1 && ++calls >= first ? entry + 0.25 : entry))
}

const drifting = (call: Product) => driftingFrom(2, call)

const restlessMatrix = () => {
  let calls = 0
  return (x: Float64Array) => {
    const rows = jacobian(x)
    if (calls++ > 0) rows[1][0] = 9
    return rows
  }
}

const named = [
  ['f changed x[1]', () => checkJacobian(changing(f), jacobian, x)],
  ['the Jacobian changed x[1]', () => checkJacobian(f, changing(jacobian), x)],
  [
    /^the Jacobian is nondeterministic: .* differ at \[3\] by 6\.0$/,
    () => checkJacobian(f, restlessMatrix(), x),
  ],
  ['f changed x[1]', () => checkJvp(changing(f), jvp, x)],
  ['the product changed x[1]', () => checkJvp(f, changing(jvp), x)],
  [/^the product is nondeterministic: /, () => checkJvp(f, drifting(jvp), x, { probes: 1 })],
  ['f changed x[1]', () => checkVjp(changing(f), vjp, x)],
  ['the product changed x[1]', () => checkVjp(f, changing(vjp), x)],
  [/^the product is nondeterministic: /, () => checkVjp(f, drifting(vjp), x, { probes: 1 })],
] as const

test.each(named)('what is no function of x is not passed but named, %s', (reason, check) => {
  const verdict = check()
  expect(verdict.status).toBe('inconclusive')
  expect('reason' in verdict && verdict.reason).toMatch(reason)
})

test('a wrong product of a function that changes x fails all the same', () => {
  expect(checkJvp(changing(f), off(jvp), x).status).toBe('failed')
})

describe('the adjoint identity', () => {
  test('holds for two products of one Jacobian, and not when one is off by 1e-9', () => {
    expect(checkAdjoint(jvp, vjp, x).status).toBe('passed')
    expect(checkAdjoint(off(jvp), vjp, x).status).toBe('failed')
    expect(checkAdjoint(jvp, off(vjp), x).status).toBe('failed')
  })

  test('is not passed, and the product named, where one changes x or answers otherwise later', () => {
    const reason = (first: typeof jvp, second: typeof vjp) => {
      const verdict = checkAdjoint(first, second, x, { probes: 1 })
      return 'reason' in verdict ? verdict.reason : verdict.status
    }
    expect(reason(changing(jvp), vjp)).toBe('jvp changed x[1]')
    expect(reason(jvp, changing(vjp))).toBe('vjp changed x[1]')
    expect(reason(driftingFrom(7, jvp), vjp)).toMatch(/^jvp is nondeterministic: /)
    expect(reason(jvp, driftingFrom(7, vjp))).toMatch(/^vjp is nondeterministic: /)
  })

  test('gives no verdict on what is not linear', () => {
    expect(checkAdjoint(bent, vjp, x).status).toBe('inconclusive')
  })
})

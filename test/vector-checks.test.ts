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

const nothing = () => [NaN, 0, 0]

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

  test('gives no verdict on a pair that overflows, itself or when it is scaled', () => {
    for (const size of [1.5e308, 5e306, -1e308]) {
      const times = (_: Float64Array, [v]: Float64Array) => [size * v]
      expect(checkAdjoint(times, times, [1])).toMatchObject({
        status: 'inconclusive',
        reason: expect.stringContaining('overflow'),
      })
    }
  })

  test('fails where one product is NaN and the other a number', () => {
    expect(checkAdjoint(jvp, nothing, x).status).toBe('failed')
  })
})

type Vectors = (x: Float64Array, v: Float64Array) => ArrayLike<number>

/** A function whose result is none. */
const returning = (value: unknown) => (): never => value as never
const one: Vectors = () => [1]
const identity = ([x]: Float64Array) => [x]
const unit = () => [[1]]
const noVectors = [
  [3, 'is of type number: expected a vector'],
  [null, 'is null: expected a vector'],
  [undefined, 'is undefined: expected a vector'],
  ['1', 'is of type string: expected a vector'],
  [Promise.resolve([1]), 'is a Promise: expected a vector'],
  [['1'], '[0] is of type string: expected a number'],
  [[null], '[0] is null: expected a number'],
  [Array.from({ length: 1 }), '[0] is undefined: expected a number'],
  [BigInt64Array.of(1n), '[0] is of type bigint: expected a number'],
] as const
const readers = [
  ['f of checkJacobian', 'f(x)', (v) => checkJacobian(returning(v), unit, [1])],
  ['f of checkHessian', 'f(x)', (v) => checkHessian(returning(v), unit, [1])],
  ['f of checkJvp', 'f(x)', (v) => checkJvp(returning(v), one, [1])],
  ['f of checkVjp', 'f(x)', (v) => checkVjp(returning(v), one, [1])],
  ['f of differentiateVector', 'f(x)', (v) => differentiateVector(returning(v), [1])],
  ['a row', 'jacobian(x)[0]', (v) => checkJacobian(identity, returning([v]), [1])],
  ['a row of a Hessian', 'jacobian(x)[0]', (v) => checkHessian(identity, returning([v]), [1])],
  ['jvp', 'jvp(x, v)', (v) => checkJvp(identity, returning(v), [1])],
  ['vjp', 'vjp(x, w)', (v) => checkVjp(identity, returning(v), [1])],
  ['jvp of a pair', 'jvp(x, v)', (v) => checkAdjoint(returning(v), one, [1])],
  ['vjp of a pair', 'vjp(x, w)', (v) => checkAdjoint(one, returning(v), [1])],
] as const satisfies readonly (readonly [string, string, (value: unknown) => unknown])[]

describe.each(readers)(
  'what is no vector of numbers is refused and its place said, %s',
  (_, path, call) => {
    test.each(noVectors)('%o', (value, message) => {
      expect(() => call(value)).toThrow(new TypeError(path + message.replace(/^is/, ' is')))
    })
  },
)

test.each([
  [null, 'jacobian(x) is null: expected a matrix'],
  [3, 'jacobian(x) is of type number: expected a matrix'],
  [{ rows: 1, columns: 1, data: null }, 'jacobian(x).data is null: expected a vector'],
])('what is no matrix is refused, %o', (matrix, message) => {
  expect(() => checkJacobian(identity, returning(matrix), [1])).toThrow(new TypeError(message))
})

const data = (at: Float64Array) => ({ rows: 2, columns: 3, data: jacobian(at).flat() })

test('a Jacobian may hold its numbers row by row', () => {
  expect(checkJacobian(f, data, x).status).toBe('passed')
})

const growing = ([a]: Float64Array) => (a === 3 ? [a, a] : [a])

test('a number of results that changes is refused', () => {
  const message = 'f returned 1 results where it returned 2 at x'
  expect(() => checkVjp(growing, (_, [v, w]) => [v + w], [3])).toThrow(new RangeError(message))
})

test('a product of another length is refused by its own name', () => {
  expect(() => checkVjp(identity, () => [1, 2], [3])).toThrow(
    new RangeError('vjp: expected 1 entries, one for each coordinate of x, received 2'),
  )
  expect(() => checkJvp(identity, () => [1, 2], [3])).toThrow(
    new RangeError('jvp: expected 1 entries, one for each result of f, received 2'),
  )
})

import { describe, expect, it } from 'vitest'
import type { Matrix } from '../../src/numpy/matrix.ts'
import {
  backwardGradient,
  elman,
  forwardStates,
  gru,
  lstm,
  meanSquaredError,
  meanSquaredErrorGradient,
  outputGradient,
  type ElmanParameters,
  type ElmanPass,
  type GruPass,
  type LstmPass,
  type Sequence,
} from '../../src/rnn/index.ts'
import { at, NetworkProblem, steps } from './network-problem.ts'

const size = { n: 3, T: 7, d: 2, h: 4, o: 2 }

function filled(rows: number, columns: number, entry = 0): Matrix {
  return { rows, columns, data: new Float64Array(rows * columns).fill(entry) }
}

function identityMatrix(size: number): Matrix {
  const data = Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0))
  return { rows: size, columns: size, data }
}

function norm(matrix: Matrix): number {
  return Math.hypot(...matrix.data)
}

describe('the elman network with one unit and no activation is the scalar network', () => {
  const problem = new NetworkProblem(1, { n: 6, T: 12, d: 1, h: 1, o: 1 })
  const positive = (length: number): Float64Array => problem.vector(length).map(Math.abs)
  const X: Sequence = { shape: [6, 12, 1], data: positive(6 * 12) }
  const [wx, wRec] = positive(2)
  const parameters: ElmanParameters = {
    Wx: filled(1, 1, wx),
    Wrec: filled(1, 1, wRec),
    b: new Float64Array(1),
    Wout: filled(1, 1, 1),
    c: new Float64Array(1),
  }
  const pass = elman(X, parameters, 'identity')
  const S = forwardStates({ rows: 6, columns: 12, data: X.data }, wx, wRec)

  it('in its states, bit for bit', () => {
    expect([...pass.states.data]).toEqual([...S.data])
  })

  it('in its gradients, to the roundings of sums without cancellation', () => {
    const t = filled(6, 1)
    const { gradients, gradOverTime } = pass.backward(meanSquaredErrorGradient(pass.y, t))
    const gradOut = outputGradient(pass.y.data, t.data)
    const [[wxGrad, wRecGrad], G] = backwardGradient(
      { rows: 6, columns: 12, data: X.data },
      S,
      gradOut,
      wRec,
    )
    // Everything is positive: n T terms of at most T + 3 factors each, summed in one order and in the other.
    const bound = 2 * (6 * 12 + 12 + 3) * Number.EPSILON
    expect(Math.abs(gradients.Wx.data[0] / wxGrad - 1)).toBeLessThan(bound)
    expect(Math.abs(gradients.Wrec.data[0] / wRecGrad - 1)).toBeLessThan(bound)
    gradOverTime.data.forEach((entry, i) =>
      expect(Math.abs((6 * entry) / G.data[i] - 1)).toBeLessThan(bound),
    )
  })
})

describe('the gradient over time', () => {
  const angle = 0.7

  /** rho times a rotation: its powers are known, rho^m times the rotation by m angles. */
  function rotation(rho: number): ElmanParameters {
    const [cos, sin] = [rho * Math.cos(angle), rho * Math.sin(angle)]
    return {
      Wx: filled(1, 2),
      Wrec: { rows: 2, columns: 2, data: Float64Array.of(cos, sin, -sin, cos) },
      b: new Float64Array(2),
      Wout: identityMatrix(2),
      c: new Float64Array(2),
    }
  }

  const X: Sequence = { shape: [2, 30, 1], data: new Float64Array(60) }

  it.each([0.5, 0.9, 1, 1.1, 2])(
    'of the identity has the norm of Wrec^(T - k), radius %f',
    (rho) => {
      const { gradOverTime } = elman(X, rotation(rho), 'identity').backward(identityMatrix(2))
      for (let k = 0; k <= 30; k++) {
        const exact = Math.SQRT2 * rho ** (30 - k)
        // A step rounds twice in the entries of Wrec, twice in products, once in the sum, relative to the norm.
        const bound = 2 * (5 * (30 - k) + 4) * Number.EPSILON * exact
        expect(Math.abs(norm(at(gradOverTime, k)) - exact)).toBeLessThan(bound)
      }
    },
  )

  it('of tanh shrinks and grows between the bounds of its slope times the singular value', () => {
    const rho = 1.5
    const initialState = new NetworkProblem(3, { n: 2, T: 30, d: 1, h: 2, o: 2 }).state()
    const pass = elman(X, rotation(rho), 'tanh', { initialState })
    const { gradOverTime } = pass.backward(identityMatrix(2))
    for (let k = 1; k <= 30; k++) {
      const slopes = at(pass.states, k).data.map((s) => 1 - s * s)
      const growth = norm(at(gradOverTime, k - 1)) / norm(at(gradOverTime, k))
      const room = 10 * Number.EPSILON
      expect(growth).toBeGreaterThan(rho * Math.min(...slopes) * (1 - room))
      expect(growth).toBeLessThan(rho * Math.max(...slopes) * (1 + room))
    }
  })

  it.each([
    ['tanh', 1000],
    ['tanh', -1000],
    ['sigmoid', 1000],
    ['relu', -1000],
  ] as const)('of %s is zero where every unit has the bias %i', (activation, bias) => {
    const problem = new NetworkProblem(2, size)
    const parameters = { ...problem.elman(), b: new Float64Array(size.h).fill(bias) }
    const { gradients, gradOverTime } = elman(problem.X(), parameters, activation).backward(
      problem.output(),
    )
    expect(at(gradOverTime, size.T - 1).data.every((entry) => entry === 0)).toBe(true)
    expect(gradients.Wrec.data.every((entry) => entry === 0)).toBe(true)
    expect(gradients.b.every((entry) => entry === 0)).toBe(true)
    expect(gradients.c.every((entry) => entry !== 0)).toBe(true)
  })
})

describe('gates that are open or closed', () => {
  const problem = new NetworkProblem(4, size)
  const X = problem.X()
  const initialState = problem.state()
  const gradY = problem.output()
  /** sigmoid is exactly 0 at -1000 and exactly 1 at 1000. */
  const gated = (gates: number, gate: number, bias: number) => {
    const parameters = problem.torch(gates)
    const biases = parameters.bias_hh_l0.slice().fill(bias, gate * size.h, (gate + 1) * size.h)
    return {
      ...parameters,
      bias_hh_l0: biases,
      weight_hh_l0: filled(gates * size.h, size.h),
    }
  }

  it('let the LSTM carry the gradient of its cell unchanged, or not at all', () => {
    const open = lstm(X, gated(4, 1, 1000)).backward(gradY).cellGradOverTime
    const closed = lstm(X, gated(4, 1, -1000)).backward(gradY).cellGradOverTime
    const last = at(open, size.T - 1).data
    expect(last.every((entry) => entry !== 0)).toBe(true)
    for (let k = 0; k < size.T; k++) expect(at(open, k).data).toEqual(last)
    for (let k = 0; k < size.T; k++) expect(at(closed, k).data.every((g) => g === 0)).toBe(true)
  })

  it('let the GRU carry its state and gradient unchanged, or not at all', () => {
    const open = gru(X, gated(3, 1, 1000), { initialState })
    const { gradOverTime } = open.backward(gradY)
    const closed = gru(X, gated(3, 1, -1000), { initialState }).backward(gradY).gradOverTime
    const last = at(gradOverTime, size.T).data
    expect(last.every((entry) => entry !== 0)).toBe(true)
    for (let k = 0; k <= size.T; k++) {
      expect(at(open.states, k).data).toEqual(initialState.data)
      expect(at(gradOverTime, k).data).toEqual(last)
    }
    expect(at(closed, size.T - 1).data.every((entry) => entry === 0)).toBe(true)
  })
})

const networks = ['elman', 'lstm', 'gru'] as const

describe.each(networks)('truncated backpropagation through %s', (network) => {
  const problem = new NetworkProblem(5, size)
  const simple = problem.elman()
  const [four, three] = [problem.torch(4), problem.torch(3)]
  const X = problem.X()
  const gradY = problem.output()

  function run(
    X: Sequence,
    initialState?: Matrix,
    initialCellState?: Matrix,
  ): ElmanPass | GruPass | LstmPass {
    if (network === 'elman') return elman(X, simple, 'tanh', { initialState })
    if (network === 'gru') return gru(X, three, { initialState })
    return lstm(X, four, { initialState, initialCellState })
  }

  it('over all steps is the full one', () => {
    const pass = run(X)
    expect(pass.backward(gradY, { window: size.T })).toEqual(pass.backward(gradY))
    expect(pass.backward(gradY, { window: size.T + 1 })).toEqual(pass.backward(gradY))
  })

  it.each([1, 3, 6])('over %i steps is the full one of a sequence that starts there', (window) => {
    const pass = run(X)
    const start = size.T - window
    const cells = 'cellStates' in pass ? at(pass.cellStates, start) : undefined
    const tail = run(steps(X, start), at(pass.states, start), cells).backward(gradY)
    const truncated = pass.backward(gradY, { window })
    const gradX = steps(truncated.gradients.X, start)
    expect({ ...truncated.gradients, X: gradX }).toEqual(tail.gradients)
    expect(steps(truncated.gradOverTime, start)).toEqual(tail.gradOverTime)
    expect(steps(truncated.gradOverTime, 0, start).data.every((entry) => entry === 0)).toBe(true)
  })

  it('leaves a later state’s gradient as it was', () => {
    const pass = run(X)
    const full = pass.backward(gradY).gradOverTime
    const { gradOverTime } = pass.backward(gradY, { window: 2 })
    expect(steps(gradOverTime, size.T - 2)).toEqual(steps(full, size.T - 2))
  })

  it('rejects a window that is no number of steps', () => {
    const expected = `${network}: expected window to be an integer of at least 1, received 0`
    expect(() => run(X).backward(gradY, { window: 0 })).toThrow(new RangeError(expected))
  })

  it('of no steps gives the head alone', () => {
    const pass = run(steps(X, 0, 0), problem.state())
    const { gradients, gradOverTime } = pass.backward(gradY)
    expect(gradOverTime.shape).toEqual([size.n, 1, size.h])
    expect(gradOverTime.data.every((entry) => entry !== 0)).toBe(true)
    expect(gradients.X.data.length).toBe(0)
  })
})

describe('a wrong shape', () => {
  const problem = new NetworkProblem(6, size)
  const X = problem.X()
  const simple = problem.elman()
  const four = problem.torch(4)
  const errors: [string, () => unknown][] = [
    [
      'elman: expected Wrec of 4 x 4, received 4 x 5',
      () => elman(X, { ...simple, Wrec: filled(4, 5) }, 'tanh'),
    ],
    [
      'elman: expected Wx of 2 x 4, received 4 x 2',
      () => elman(X, { ...simple, Wx: filled(4, 2) }, 'tanh'),
    ],
    [
      'elman: expected b of length 4, received length 3',
      () => elman(X, { ...simple, b: new Float64Array(3) }, 'tanh'),
    ],
    [
      'elman: expected Wout of 4 x 2, received 3 x 2',
      () => elman(X, { ...simple, Wout: filled(3, 2) }, 'tanh'),
    ],
    [
      'elman: expected c of length 2, received length 4',
      () => elman(X, { ...simple, c: new Float64Array(4) }, 'tanh'),
    ],
    [
      'elman: expected X.data of length 42 for 3 x 7 x 2, received length 41',
      () => elman({ ...X, data: X.data.subarray(1) }, simple, 'tanh'),
    ],
    [
      'elman: expected initialState of 3 x 4, received 1 x 4',
      () => elman(X, simple, 'tanh', { initialState: filled(1, 4) }),
    ],
    [
      'elman: expected gradY of 3 x 2, received 2 x 3',
      () => elman(X, simple, 'tanh').backward(filled(2, 3)),
    ],
    [
      'lstm: expected weight_ih_l0 of 16 x 2, received 12 x 2',
      () => lstm(X, { ...four, weight_ih_l0: filled(12, 2) }),
    ],
    [
      'lstm: expected initialCellState of 3 x 4, received 4 x 3',
      () => lstm(X, four, { initialCellState: filled(4, 3) }),
    ],
    [
      'lstm: expected bias_ih_l0 of length 16, received length 4',
      () => lstm(X, { ...four, bias_ih_l0: new Float64Array(4) }),
    ],
    [
      'lstm: expected bias_hh_l0 of length 16, received length 4',
      () => lstm(X, { ...four, bias_hh_l0: new Float64Array(4) }),
    ],
    [
      'lstm: expected head_weight of 2 x 4, received 2 x 3',
      () => lstm(X, { ...four, head_weight: filled(2, 3) }),
    ],
    [
      'lstm: expected head_bias of length 2, received length 3',
      () => lstm(X, { ...four, head_bias: new Float64Array(3) }),
    ],
    [
      'meanSquaredError: expected t of 2 x 3, received 3 x 2',
      () => meanSquaredError(filled(2, 3), filled(3, 2)),
    ],
    [
      'meanSquaredErrorGradient: expected t of 2 x 3, received 2 x 2',
      () => meanSquaredErrorGradient(filled(2, 3), filled(2, 2)),
    ],
    ['gru: expected weight_hh_l0 of 12 x 4, received 16 x 4', () => gru(X, four)],
  ]

  it.each(errors)('is named: %s', (message, run) => {
    expect(run).toThrow(new RangeError(message))
  })
})

describe('the gradients of both biases', () => {
  const problem = new NetworkProblem(7, size)
  const gradY = problem.output()

  it('of the LSTM are equal, and each has memory of its own', () => {
    const { gradients } = lstm(problem.X(), problem.torch(4)).backward(gradY)
    expect(gradients.bias_hh_l0).toEqual(gradients.bias_ih_l0)
    gradients.bias_hh_l0[0] = NaN
    expect(gradients.bias_ih_l0[0]).not.toBeNaN()
  })

  it('of the GRU differ where the reset gate acts on one of them', () => {
    const { bias_ih_l0, bias_hh_l0 } = gru(problem.X(), problem.torch(3)).backward(gradY).gradients
    const candidate = 2 * size.h
    expect(bias_hh_l0.slice(0, candidate)).toEqual(bias_ih_l0.slice(0, candidate))
    for (let u = candidate; u < bias_ih_l0.length; u++) {
      expect(bias_hh_l0[u]).not.toBe(bias_ih_l0[u])
    }
  })
})

it('a pass back leaves the pass forward as it was', () => {
  const problem = new NetworkProblem(8, size)
  const pass = lstm(problem.X(), problem.torch(4))
  const gradY = problem.output()
  expect(pass.backward(gradY)).toEqual(pass.backward(gradY))
})

import type { Matrix } from '../../src/numpy/matrix.ts'
import { RandomState } from '../../src/numpy/random-state.ts'
import type { ElmanParameters } from '../../src/rnn/elman.ts'
import type { Sequence } from '../../src/rnn/sequence.ts'
import type { TorchParameters } from '../../src/rnn/torch-weights.ts'

export interface Size {
  readonly n: number
  readonly T: number
  readonly d: number
  readonly h: number
  readonly o: number
}

/** Draws what networks take, entries between -1 and 1. */
export class NetworkProblem {
  readonly #random: RandomState
  readonly size: Size

  constructor(seed: number, size: Size) {
    this.#random = new RandomState(seed)
    this.size = size
  }

  vector(length: number): Float64Array {
    return this.#random.rand(length).map((entry) => 2 * entry - 1)
  }

  matrix(rows: number, columns: number): Matrix {
    return { rows, columns, data: this.vector(rows * columns) }
  }

  X(): Sequence {
    const { n, T, d } = this.size
    return { shape: [n, T, d], data: this.vector(n * T * d) }
  }

  state(): Matrix {
    return this.matrix(this.size.n, this.size.h)
  }

  output(): Matrix {
    return this.matrix(this.size.n, this.size.o)
  }

  elman(): ElmanParameters {
    const { d, h, o } = this.size
    return {
      Wx: this.matrix(d, h),
      Wrec: this.matrix(h, h),
      b: this.vector(h),
      Wout: this.matrix(h, o),
      c: this.vector(o),
    }
  }

  torch(gates: number): TorchParameters {
    const { d, h, o } = this.size
    return {
      weight_ih_l0: this.matrix(gates * h, d),
      weight_hh_l0: this.matrix(gates * h, h),
      bias_ih_l0: this.vector(gates * h),
      bias_hh_l0: this.vector(gates * h),
      head_weight: this.matrix(o, h),
      head_bias: this.vector(o),
    }
  }
}

/** The steps from `first` to before `end` of every sample. */
export function steps({ shape: [n, T, d], data }: Sequence, first: number, end = T): Sequence {
  const kept = data.filter((_, i) => {
    const step = Math.floor(i / d) % T
    return step >= first && step < end
  })
  return { shape: [n, end - first, d], data: kept }
}

/** Step k of every sample, as a matrix. */
export function at(sequence: Sequence, k: number): Matrix {
  const [rows, , columns] = sequence.shape
  return { rows, columns, data: steps(sequence, k, k + 1).data }
}

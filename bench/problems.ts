/** Families of differentiable functions with hand-written gradients, drawn from a stream of uniforms. */

/** A point with a function around it and the function's gradient, both in plain double arithmetic. */
export interface Problem {
  readonly x: Float64Array
  readonly f: (x: Float64Array) => number
  readonly gradient: (x: Float64Array) => Float64Array
}

/** Uniform numbers in [0, 1). */
export type Uniform = () => number

export type Family = (uniform: Uniform) => Problem

const between = (uniform: Uniform, low: number, high: number) => low + (high - low) * uniform()

const integerBetween = (uniform: Uniform, low: number, high: number) =>
  low + Math.floor(uniform() * (high - low + 1))

/** Box and Muller's transform; 1 - u keeps the logarithm finite. */
const normal = (uniform: Uniform) =>
  Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())

const vector = (length: number, entry: (index: number) => number) =>
  Float64Array.from({ length }, (_, index) => entry(index))

/** Mean squared error of S_k = S_{k-1} wRec + X_k wx against the row sums of X, in x = (wx, wRec). */
export const bptt: Family = (uniform) => {
  const samples = integerBetween(uniform, 1, 20)
  const steps = integerBetween(uniform, 1, 30)
  const binary = uniform() < 0.5
  const inputs = vector(samples * steps, () => (binary ? Math.round(uniform()) : normal(uniform)))
  const targets = vector(samples, (i) => {
    let sum = 0
    for (let k = 0; k < steps; k++) sum += inputs[i * steps + k]
    return sum
  })
  const states = new Float64Array(steps + 1)
  const unroll = (sample: number, wx: number, wRec: number) => {
    for (let k = 0; k < steps; k++) {
      states[k + 1] = states[k] * wRec + inputs[sample * steps + k] * wx
    }
    return states[steps] - targets[sample]
  }
  return {
    x: vector(2, () => between(uniform, -2, 2)),
    f: (x) => {
      const wx = x[0]
      const wRec = x[1]
      let sum = 0
      for (let i = 0, at = 0; i < samples; i++) {
        let state = 0
        for (let k = 0; k < steps; k++) state = state * wRec + inputs[at++] * wx
        sum += (state - targets[i]) ** 2
      }
      return sum / samples
    },
    gradient: (x) => {
      const wx = x[0]
      const wRec = x[1]
      const total = new Float64Array(2)
      for (let i = 0; i < samples; i++) {
        let flowing = 2 * unroll(i, wx, wRec)
        for (let k = steps; k > 0; k--) {
          total[0] += flowing * inputs[i * steps + k - 1]
          total[1] += flowing * states[k - 1]
          flowing *= wRec
        }
      }
      return total.map((entry) => entry / samples)
    },
  }
}

/** Rosenbrock's valley in 2 to 8 variables. */
export const rosenbrock: Family = (uniform) => ({
  x: vector(integerBetween(uniform, 2, 8), () => normal(uniform)),
  f: (x) => {
    let sum = 0
    for (let i = 0; i + 1 < x.length; i++) {
      sum += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2
    }
    return sum
  },
  gradient: (x) => {
    const gradient = new Float64Array(x.length)
    for (let i = 0; i + 1 < x.length; i++) {
      const climb = x[i + 1] - x[i] ** 2
      gradient[i] += -400 * x[i] * climb - 2 * (1 - x[i])
      gradient[i + 1] += 200 * climb
    }
    return gradient
  },
})

/** Mean logistic loss of a linear classifier, 5 to 20 samples of 2 to 5 normal features. */
export const logistic: Family = (uniform) => {
  const samples = integerBetween(uniform, 5, 20)
  const features = integerBetween(uniform, 2, 5)
  const inputs = vector(samples * features, () => normal(uniform))
  const labels = vector(samples, () => (uniform() < 0.5 ? -1 : 1))
  const margin = (x: Float64Array, sample: number) => {
    let sum = 0
    for (let j = 0; j < features; j++) sum += inputs[sample * features + j] * x[j]
    return labels[sample] * sum
  }
  return {
    x: vector(features, () => normal(uniform)),
    f: (x) => {
      let sum = 0
      for (let i = 0; i < samples; i++) {
        const m = margin(x, i)
        sum += m > 0 ? Math.log1p(Math.exp(-m)) : Math.log1p(Math.exp(m)) - m
      }
      return sum / samples
    },
    gradient: (x) => {
      const gradient = new Float64Array(features)
      for (let i = 0; i < samples; i++) {
        const pull = labels[i] / (1 + Math.exp(margin(x, i)))
        for (let j = 0; j < features; j++) gradient[j] -= pull * inputs[i * features + j]
      }
      return gradient.map((entry) => entry / samples)
    },
  }
}

/** A sum of exponentials whose lengths span fourteen decades, the two ends always among them. */
export const exponentials: Family = (uniform) => {
  const size = integerBetween(uniform, 2, 6)
  const lengths = vector(size, (i) => 10 ** (i < 2 ? 14 * i - 7 : between(uniform, -7, 7)))
  const heights = vector(size, () => between(uniform, 0.5, 2))
  return {
    x: lengths.map((length) => length * normal(uniform)),
    f: (x) => {
      let sum = 0
      for (let i = 0; i < size; i++) sum += heights[i] * Math.exp(x[i] / lengths[i])
      return sum
    },
    gradient: (x) => x.map((entry, i) => (heights[i] * Math.exp(entry / lengths[i])) / lengths[i]),
  }
}

/** Mean squared error of a network of 2 inputs, 2 tanh units and 1 linear output on 3 samples. */
export const tanhNetwork: Family = (uniform) => {
  const samples = 3
  const hidden = 2
  const inputs = vector(samples * 2, () => normal(uniform))
  const targets = vector(samples, () => normal(uniform))
  const unit = (x: Float64Array, sample: number, j: number) =>
    Math.tanh(x[4 * j] * inputs[2 * sample] + x[4 * j + 1] * inputs[2 * sample + 1] + x[4 * j + 2])
  const miss = (x: Float64Array, sample: number) => {
    let output = x[4 * hidden]
    for (let j = 0; j < hidden; j++) output += x[4 * j + 3] * unit(x, sample, j)
    return output - targets[sample]
  }
  return {
    x: vector(4 * hidden + 1, () => normal(uniform)),
    f: (x) => {
      let sum = 0
      for (let i = 0; i < samples; i++) sum += miss(x, i) ** 2
      return sum / samples
    },
    gradient: (x) => {
      const gradient = new Float64Array(x.length)
      for (let i = 0; i < samples; i++) {
        const flowing = (2 * miss(x, i)) / samples
        gradient[4 * hidden] += flowing
        for (let j = 0; j < hidden; j++) {
          const activation = unit(x, i, j)
          const inward = flowing * x[4 * j + 3] * (1 - activation ** 2)
          gradient[4 * j] += inward * inputs[2 * i]
          gradient[4 * j + 1] += inward * inputs[2 * i + 1]
          gradient[4 * j + 2] += inward
          gradient[4 * j + 3] += flowing * activation
        }
      }
      return gradient
    },
  }
}

const { fround } = Math

/** A problem in other units: each coordinate in a power of two of its own, from 2^-40 to 2^40, and so f, to 2^+-600. */
const inOtherUnits =
  (family: Family): Family =>
  (uniform) => {
    const { x, f, gradient } = family(uniform)
    const units = x.map(() => 2 ** integerBetween(uniform, -40, 40))
    const height = 2 ** integerBetween(uniform, -600, 600)
    const own = (y: Float64Array) => y.map((entry, i) => entry / units[i])
    return {
      x: x.map((entry, i) => entry * units[i]),
      f: (y) => height * f(own(y)),
      gradient: (y) => gradient(own(y)).map((entry, i) => height * (entry / units[i])),
    }
  }

/** The logistic loss with every operation in single precision; the gradient is that of the exact loss. */
export const singleLogistic: Family = (uniform) => {
  const samples = integerBetween(uniform, 5, 20)
  const features = integerBetween(uniform, 2, 5)
  const inputs = vector(samples * features, () => fround(normal(uniform)))
  const labels = vector(samples, () => (uniform() < 0.5 ? -1 : 1))
  const margin = (x: Float64Array, sample: number, round: (value: number) => number) => {
    let sum = 0
    for (let j = 0; j < features; j++) {
      sum = round(sum + round(inputs[sample * features + j] * round(x[j])))
    }
    return labels[sample] * sum
  }
  return {
    x: vector(features, () => fround(normal(uniform))),
    f: (x) => {
      let sum = 0
      for (let i = 0; i < samples; i++) {
        const m = margin(x, i, fround)
        const term = fround(Math.log1p(fround(Math.exp(-Math.abs(m)))))
        sum = fround(sum + fround(term + Math.max(-m, 0)))
      }
      return fround(sum / samples)
    },
    gradient: (x) => {
      const gradient = new Float64Array(features)
      for (let i = 0; i < samples; i++) {
        const pull = labels[i] / (1 + Math.exp(margin(x, i, Number)))
        for (let j = 0; j < features; j++) gradient[j] -= pull * inputs[i * features + j]
      }
      return gradient.map((entry) => entry / samples)
    },
  }
}

const bits = new Float64Array(1)
const words = new Uint32Array(bits.buffer)

/** A number in [-1, 1) from the bits of a point: MurmurHash3's mixing. */
const scramble = (x: Float64Array, seed: number) => {
  let h = seed
  for (const entry of x) {
    bits[0] = entry
    for (const word of words) {
      h = Math.imul(h ^ word, 0xcc9e2d51)
      h = Math.imul(h ^ (h >>> 15), 0x1b873593)
    }
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  return (h ^ (h >>> 13)) / 2 ** 31
}

/** A problem whose values are off by a relative 1e-13 to 1e-7, another way at every point, as a simulation's are. */
const withNoise =
  (family: Family): Family =>
  (uniform) => {
    const { x, f, gradient } = family(uniform)
    const level = 10 ** between(uniform, -13, -7)
    const seed = integerBetween(uniform, 0, 2 ** 31)
    return { x, f: (y) => f(y) * (1 + level * scramble(y, seed)), gradient }
  }

/**
 * Mean absolute error of a network of 2 inputs, 2 relu units and 1 linear output on 3 samples; in a half of the problems
 * a unit is at its kink for one sample, or 1e-1 to 1e-12 away from it. The gradient at a kink is that of the flat side.
 */
export const kinkedNetwork: Family = (uniform) => {
  const samples = 3
  const hidden = 2
  const inputs = vector(samples * 2, () => normal(uniform))
  const targets = vector(samples, () => normal(uniform))
  const weighted = (x: Float64Array, sample: number, j: number) =>
    x[4 * j] * inputs[2 * sample] + x[4 * j + 1] * inputs[2 * sample + 1]
  const before = (x: Float64Array, sample: number, j: number) =>
    weighted(x, sample, j) + x[4 * j + 2]
  const miss = (x: Float64Array, sample: number) => {
    let output = x[4 * hidden]
    for (let j = 0; j < hidden; j++) output += x[4 * j + 3] * Math.max(0, before(x, sample, j))
    return output - targets[sample]
  }
  const x = vector(4 * hidden + 1, () => normal(uniform))
  const away = 10 ** between(uniform, -12, -1)
  const place = uniform()
  if (place < 0.5) x[2] = -weighted(x, 0, 0) + (place < 0.1 ? 0 : place < 0.3 ? away : -away)
  return {
    x,
    f: (x) => {
      let sum = 0
      for (let i = 0; i < samples; i++) sum += Math.abs(miss(x, i))
      return sum / samples
    },
    gradient: (x) => {
      const gradient = new Float64Array(x.length)
      for (let i = 0; i < samples; i++) {
        const flowing = Math.sign(miss(x, i)) / samples
        gradient[4 * hidden] += flowing
        for (let j = 0; j < hidden; j++) {
          const inward = before(x, i, j)
          if (inward <= 0) continue
          gradient[4 * j] += flowing * x[4 * j + 3] * inputs[2 * i]
          gradient[4 * j + 1] += flowing * x[4 * j + 3] * inputs[2 * i + 1]
          gradient[4 * j + 2] += flowing * x[4 * j + 3]
          gradient[4 * j + 3] += flowing * inward
        }
      }
      return gradient
    },
  }
}

/** Smooth functions in double precision. */
export const families: Readonly<Record<string, Family>> = {
  bptt,
  rosenbrock,
  logistic,
  exponentials,
  'tanh network': tanhNetwork,
  'ill-scaled': inOtherUnits(rosenbrock),
}

/** Functions that are less than that. */
export const roughFamilies: Readonly<Record<string, Family>> = {
  float32: singleLogistic,
  noisy: withNoise(tanhNetwork),
  kinked: kinkedNetwork,
}

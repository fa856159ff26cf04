import type { Family, Problem, Uniform } from './problems.ts'

/**
 * Functions of one variable made to mislead a gradient check, drawn from a stream of uniforms: a smooth function plus
 * something whose place, size and length are anywhere from far above to just above what rounding hides. Each comes with
 * its own derivative, in closed form.
 */
interface Part {
  readonly f: (x: number) => number
  readonly slope: (x: number) => number
}

const between = (uniform: Uniform, low: number, high: number) => low + (high - low) * uniform()

/** A size whose logarithm is uniform. */
const sizeBetween = (uniform: Uniform, low: number, high: number) =>
  10 ** between(uniform, Math.log10(low), Math.log10(high))

const signOf = (uniform: Uniform) => (uniform() < 0.5 ? -1 : 1)

/**
 * Least size of what misleads, relative to f: 2^13 of its roundings. What is fainter is told from rounding errors by no
 * method that asks for values alone.
 */
const FAINTEST = 2 ** -40

const drawSize = (uniform: Uniform) => signOf(uniform) * sizeBetween(uniform, FAINTEST, 1)

/** A place near x: from 2^-43 of it away, and on either side. */
const drawPlace = (uniform: Uniform, x: number) =>
  x + signOf(uniform) * Math.abs(x) * sizeBetween(uniform, 1e-13, 1)

/** Something smooth around it, which is not larger than 4. */
const drawSmooth = (uniform: Uniform): Part => {
  const pace = between(uniform, 0.2, 2)
  const height = signOf(uniform) * sizeBetween(uniform, 1e-3, 1)
  const lift = between(uniform, 1, 2)
  return {
    f: (x) => lift + height * Math.sin(pace * x),
    slope: (x) => height * pace * Math.cos(pace * x),
  }
}

type Oddity = (uniform: Uniform, x: number) => Part

const wave: Oddity = (uniform) => {
  const size = drawSize(uniform)
  const pace = sizeBetween(uniform, 1, 1e9)
  const phase = between(uniform, 0, 6)
  return {
    f: (x) => size * Math.sin(pace * x + phase),
    slope: (x) => size * pace * Math.cos(pace * x + phase),
  }
}

/** A break in the derivative of an order, at a place that is not x. */
const breakOf =
  (order: number): Oddity =>
  (uniform, at) => {
    const place = drawPlace(uniform, at)
    // a size at x, where the break is to be seen
    const size = drawSize(uniform) / Math.max(Math.abs(at - place), 1e-3) ** order
    return {
      f: (x) => (x < place ? 0 : size * (x - place) ** order),
      slope: (x) => (x < place ? 0 : order === 0 ? 0 : size * order * (x - place) ** (order - 1)),
    }
  }

const bump: Oddity = (uniform, at) => {
  const size = drawSize(uniform)
  const width = sizeBetween(uniform, 1e-9, 1)
  // within three widths, so that x itself is on it
  const place = at + between(uniform, -3, 3) * width
  return {
    f: (x) => size * Math.exp(-(((x - place) / width) ** 2)),
    slope: (x) =>
      ((-2 * size * (x - place)) / width ** 2) * Math.exp(-(((x - place) / width) ** 2)),
  }
}

/** Weierstrass' sum of waves, each three times as short as the last, of which the first twenty are taken. */
const weierstrass: Oddity = (uniform) => {
  const size = drawSize(uniform)
  const fade = between(uniform, 0.1, 0.9)
  const sum = (term: (n: number) => number) => {
    let total = 0
    for (let n = 0; n < 20 && Math.abs(size) * fade ** n > FAINTEST; n++)
      total += fade ** n * term(n)
    return size * total
  }
  return {
    f: (x) => sum((n) => Math.cos(3 ** n * x)),
    slope: (x) => sum((n) => -(3 ** n) * Math.sin(3 ** n * x)),
  }
}

/** A table of sin on a grid with straight lines between its entries. */
const lines: Oddity = (uniform) => {
  const grid = sizeBetween(uniform, 1e-5, 1)
  // in the middle of a line the table is off by size grid^2 / 8
  const most = grid ** 2 / 8
  const size = (signOf(uniform) * sizeBetween(uniform, FAINTEST, most)) / most
  const cell = (x: number) => {
    const from = grid * Math.floor(x / grid)
    return {
      t: (x - from) / grid,
      from: Math.sin(from),
      rise: Math.sin(from + grid) - Math.sin(from),
    }
  }
  return {
    f: (x) => size * (cell(x).from + cell(x).t * cell(x).rise),
    slope: (x) => (size * cell(x).rise) / grid,
  }
}

/** Waves between the entries of a table, with Hermite's cubics: 0 and of slope 1 at every one. */
const cubics: Oddity = (uniform) => {
  const grid = sizeBetween(uniform, 1e-6, 1)
  const size = drawSize(uniform)
  const cell = (x: number) => x / grid - Math.floor(x / grid)
  return {
    f: (x) => size * cell(x) * (1 - cell(x)) * (1 - 2 * cell(x)),
    slope: (x) => (size * (1 - 6 * cell(x) + 6 * cell(x) ** 2)) / grid,
  }
}

/** Steps on a grid, of which no slope is to be seen between two jumps. */
const stairs: Oddity = (uniform) => {
  const grid = sizeBetween(uniform, 1e-6, 1)
  const height = drawSize(uniform)
  return { f: (x) => height * Math.floor(x / grid), slope: () => 0 }
}

/** A step beyond the points that are near. */
const farStep: Oddity = (uniform, at) => {
  const size = signOf(uniform) * sizeBetween(uniform, 1e-6, 1e6)
  const place = at * between(uniform, 1.02, 3)
  return { f: (x) => (Math.abs(x) > Math.abs(place) ? size : 0), slope: () => 0 }
}

const oddities: Readonly<Record<string, Oddity>> = {
  'a wave': wave,
  'a jump': breakOf(0),
  'a kink': breakOf(1),
  'a break of curvature': breakOf(2),
  'a break of the third derivative': breakOf(3),
  'a bump': bump,
  "Weierstrass' waves": weierstrass,
  'a table with lines': lines,
  'a table with cubics': cubics,
  stairs,
  'a step further off': farStep,
}

const contrive =
  (oddity: Oddity): Family =>
  (uniform): Problem => {
    const x = signOf(uniform) * between(uniform, 0.1, 3)
    const smooth = drawSmooth(uniform)
    const odd = oddity(uniform, x)
    return {
      x: Float64Array.of(x),
      f: ([x]) => smooth.f(x) + odd.f(x),
      gradient: ([x]) => Float64Array.of(smooth.slope(x) + odd.slope(x)),
    }
  }

/** By name. */
export const contrived: Readonly<Record<string, Family>> = Object.fromEntries(
  Object.entries(oddities).map(([name, oddity]) => [name, contrive(oddity)]),
)

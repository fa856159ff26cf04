/** The functions of the last measurement, made of operations that every engine rounds alike. */
const { abs, floor, fround, round, sqrt } = Math

export type Line = (t: number) => number

/** Engines round powers differently in the last place, of which a bound has hundreds of terms. */
export const toDigits = (value: number) => Number(value.toPrecision(7))

const bits = new DataView(new ArrayBuffer(8))

/** A number in [-1, 1) that looks drawn, and is the same for the same t. */
export const scattered = (t: number) => {
  bits.setFloat64(0, t)
  let h = Math.imul(bits.getUint32(0) ^ 0x9e3779b9, 0x85ebca6b) ^ bits.getUint32(4)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return (h ^ (h >>> 15)) / 2 ** 31
}

export const shapes: Readonly<Record<string, Line>> = {
  constant: () => 3,
  line: (t) => 1 + 3 * t,
  square: (t) => t * t,
  quintic: (t) => ((((t + 0.5) * t - 2) * t + 1) * t - 0.3) * t,
  peak: (t) => 1 / (1 + t * t),
  'two peaks': (t) => 1 / (1 + t * t) - 2 / (1 + 9 * (t - 0.4) * (t - 0.4)),
  hyperbola: (t) => sqrt(1 + t * t),
  pole: (t) => 1 / t,
  'broken curvature': (t) => t * abs(t),
  'broken third derivative': (t) => t + t * t * abs(t),
  kink: abs,
  clipped: (t) => Math.max(0, t),
  jump: (t) => (t > 0 ? 1 + t : t),
  'half a line': (t) => (t < 0 ? NaN : t * t),
  hollow: (t) => (abs(t) < 0.02 && t !== 0 ? NaN : t * t),
  walled: (t) => (abs(t) < 0.02 && t !== 0 ? Infinity : t * t),
  'beside a wall': (t) => (t > 0.5 ? Infinity : t * t),
  root: (t) => (t < 0 ? NaN : sqrt(t)),
  waves: (t) => t + (64 * t - round(64 * t)) * (1 - 4 * (64 * t - round(64 * t)) ** 2),
  stairs: (t) => floor(1e5 * t + 0.3) / 1e5,
}

const spoils: Readonly<Record<string, (f: Line) => Line>> = {
  'double precision': (f) => f,
  'single precision': (f) => (t) => fround(f(fround(t))),
  'noise of 1e-4': (f) => (t) => f(t) * (1 + 1e-4 * scattered(t)),
  'noise of 1e-9': (f) => (t) => f(t) * (1 + 1e-9 * scattered(t)),
  'noise of 1e-13': (f) => (t) => f(t) * (1 + 1e-13 * scattered(t)),
  'beside 1e3': (f) => (t) => 1e3 + f(t),
  'times 1e-310': (f) => (t) => 1e-310 * f(t),
}

/** Points and the widths over which f bends there. */
const places = [
  [0, 1],
  [-0.7, 0.01],
  [30, 1],
  [1e-4, 3],
  [0.4, 1e-7],
  [-(2 ** -30), 1],
] as const

/** What a measurement says of a shape at all places, by what spoils it. */
export const ofAll = (g: Line, measure: (f: Line, x: number) => readonly number[]) =>
  Object.fromEntries(
    Object.entries(spoils).map(([spoil, spoiled]) => [
      spoil,
      places.map(([x, width]) => measure(bent(spoiled(g), width), x).map(toDigits)),
    ]),
  )

const bent =
  (f: Line, width: number): Line =>
  (x) =>
    f(x / width)

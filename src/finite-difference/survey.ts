import { powerBelow } from './power-below.ts'
import { isFiniteRung } from './rung.ts'
import type { Rung } from './rung.ts'

const { EPSILON } = Number

/** Ratio of two steps of the survey: a power of two, so that x + h - x = h. */
const RATIO = 8
/** Steps in one survey: two neighbouring pairs of steps, which can contradict each other. */
const RUNGS = 3
/** Steps in a further one, next to those before. */
const FURTHER = 2
/** Surveys of one coordinate: together they reach 2^-72 of the first step, beyond the 2^-40 at which x + h blurs. */
const SURVEYS = 8
/** A pair of steps is in the asymptotic regime where the higher orders of f are below this share of the lower ones. */
const TAME = 0.1

/** Blind where rounding hides the higher orders, wild where they weigh as much as the lower ones. */
interface Bend {
  readonly kind: 'tame' | 'wild' | 'blind'
  readonly share: number
}

/**
 * What a pair of neighbouring steps says: the higher orders of f as a share of the lower ones at the wider step. The share is
 * Infinity or NaN, and the pair wild, where one of them is not finite.
 */
const bend = (wide: Rung, narrow: Rung, origin: number): Bend => {
  const odd = (wide.up - wide.down) / 2
  const even = (wide.up + wide.down) / 2
  const slope = RATIO * ((narrow.up - narrow.down) / 2)
  const curvature = RATIO ** 2 * ((narrow.up + narrow.down) / 2)
  const lower = Math.max(Math.abs(slope), Math.abs(curvature))
  const higher = Math.max(Math.abs(odd - slope), Math.abs(even - curvature))
  // where values of f are larger than f(x) they have moved so far that rounding hides nothing
  const rounding = 4 * RATIO ** 2 * EPSILON * Math.abs(origin)
  if (rounding >= TAME * Math.max(lower, higher)) return { kind: 'blind', share: Infinity }
  const share = Math.max(higher, rounding) / lower
  return { kind: share < TAME ? 'tame' : 'wild', share }
}

/** Where to look next: at the length that suits a fit, or at further steps. */
type View =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'coarser' | 'finer' }

/** The length for a fit, given the widest tame pair: an eighth of the distance over which f bends. */
const lengthFrom = (wide: Rung, share: number, origin: number, isTop: boolean): View => {
  const reach = wide.step / Math.sqrt(share)
  const moved = Math.max(Math.abs(wide.up), Math.abs(wide.down))
  if (isTop && reach > RATIO * wide.step && 64 * moved < Math.abs(origin))
    return { kind: 'coarser' }
  // a wider step averages rounding errors away until the change of f brings larger ones of its own
  const furthest = 4 * moved < Math.abs(origin) ? 4 * wide.step : wide.step
  return { kind: 'length', length: powerBelow(Math.min(reach / 8, furthest)) }
}

/** Reads the rungs, widest first: the widest pair that is tame, with nothing wild just below it, counts. */
const readSurvey = (rungs: readonly Rung[], origin: number): View => {
  const pairs = rungs.slice(1).map((narrow, k) => bend(rungs[k], narrow, origin))
  const tame = pairs.findIndex(({ kind }, k) => kind === 'tame' && pairs.at(k + 1)?.kind !== 'wild')
  if (tame >= 0) return lengthFrom(rungs[tame], pairs[tame].share, origin, tame === 0)
  const quiet = pairs.findLastIndex(({ kind }) => kind !== 'blind') + 1
  if (quiet === pairs.length) return { kind: 'finer' }
  if (quiet === 0) return { kind: 'coarser' }
  // wild above, too small to tell below: the widest step at which f is still quiet
  return { kind: 'length', length: rungs[quiet].step }
}

/** f(x), known once the first batch has come back. */
export interface Origin {
  value: number
}

export type Walk<Result> = Generator<readonly number[], Result, ArrayLike<number>>

/** Samples f at shrinking (or, where it is too flat to tell, growing) steps until they show the length for a fit. */
export function* survey(
  start: number,
  finest: number,
  origin: Origin,
): Walk<{ rungs: Rung[]; length: number }> {
  let rungs: Rung[] = []
  let top = start
  for (let round = 0; round < SURVEYS; round++) {
    const count = top < start ? FURTHER : RUNGS
    const steps = Array.from({ length: count }, (_, k) => top / RATIO ** k)
    const values = yield steps
    if (!Number.isFinite(origin.value)) return { rungs, length: 0 }
    const found = steps.map((step, k) => ({
      step,
      up: values[2 * k] - origin.value,
      down: values[2 * k + 1] - origin.value,
    }))
    rungs = top < start ? [...rungs, ...found] : [...found, ...rungs]
    const view = readSurvey(rungs, origin.value)
    if (view.kind === 'length') return { rungs, length: view.length }
    const narrowest = rungs[rungs.length - 1].step
    const coarser = rungs[0].step * RATIO ** RUNGS
    if (view.kind === 'coarser' && (round === 2 || coarser > 2 ** 1000)) break
    if (view.kind === 'finer' && narrowest <= finest) break
    top = view.kind === 'coarser' ? coarser : narrowest / RATIO
  }
  // too flat: as far out as f was seen; or no two steps agree: a fit of high degree may still see through it
  return { rungs, length: rungs.find(isFiniteRung)?.step ?? 0 }
}

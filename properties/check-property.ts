import * as fc from 'fast-check'
import seedrandom from 'seedrandom'
import {
  isCallError,
  type Evidence,
  type Outcome,
  type Precision,
  type Property,
} from './property.ts'

export interface CheckOptions {
  /** Fixes every generated problem. */
  readonly seed: number
  /** Generated problems. */
  readonly runs: number
}

export interface Counterexample {
  readonly evidence: Evidence
  /** How many simplifications led from the problem that failed first to this one. */
  readonly shrinks: number
}

export type PropertyResult = { readonly runs: number } & (
  | { readonly status: 'passed'; readonly precision: Precision }
  | { readonly status: 'inconclusive'; readonly message: string }
  | { readonly status: 'failed'; readonly message: string; readonly counterexample: Counterexample }
  | { readonly status: 'error'; readonly kind: string; readonly message: string }
)

type Tried = Outcome | { readonly status: 'error'; readonly kind: string; readonly message: string }

/** A share of undecided problems above which a pass would be no evidence. */
const mostUndecided = 0.5

/** fast-check takes 32 bits; every law draws its own, so that adding one law leaves the others' problems alone. */
const seedOf = (name: string, seed: number): number => seedrandom(`${seed} ${name}`).int32()

async function attempt<I, P>(
  property: Property<I, P>,
  implementation: I,
  problem: P,
): Promise<Tried> {
  try {
    return await property.check(implementation, problem)
  } catch (thrown) {
    if (isCallError(thrown)) {
      return { status: 'error', kind: thrown.kind, message: thrown.message }
    }
    const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
    return { status: 'error', kind: 'crash', message }
  }
}

const speaksAgainst = ({ status }: Tried): boolean => status === 'failed' || status === 'error'

/** Where to shrink from: the generated problem of a path, or a given one. */
type Start<P> = { readonly seed: number } & (
  | { readonly path: string }
  | { readonly examples: [P][] }
)

/** The simplest problem, reached from the failing one, on which the implementation fails in the same way. */
async function shrink<I, P>(
  property: Property<I, P>,
  implementation: I,
  start: Start<P>,
  first: Tried,
): Promise<{ tried: Tried; shrinks: number }> {
  let tried = first
  const details = await fc.check(
    fc.asyncProperty(property.problems, async (problem) => {
      const outcome = await attempt(property, implementation, problem)
      if (outcome.status !== first.status) return true
      tried = outcome
      return false
    }),
    { ...start, numRuns: 1, endOnFailure: false },
  )
  return { tried, shrinks: details.numShrinks }
}

interface Generated {
  readonly seed: number
  readonly problems: readonly unknown[]
}

/** The latest problems of each law: those of a class are the same for every submission. */
const latest = new WeakMap<object, Generated>()

/**
 * The problems of a law, the fixed ones last, not to be written into: made once for one choice of options after another.
 */
export function problemsOf<I, P>(property: Property<I, P>, options: CheckOptions): readonly P[] {
  const { fixedProblems = [] } = property
  const numRuns = property.runs ?? options.runs
  const seed = seedOf(property.name, options.seed)
  const known = latest.get(property)
  if (known?.seed === seed && known.problems.length === numRuns + fixedProblems.length)
    return known.problems as readonly P[]
  const problems = [...fc.sample(property.problems, { seed, numRuns }), ...fixedProblems]
  latest.set(property, { seed, problems })
  return problems
}

/** Problems under way together: enough to fill a batch of calls, few enough to be forgotten while they are young. */
const atOnce = 20

/**
 * Checks a law on generated problems and on its fixed ones, many at once, so that an implementation in another process gets its calls in
 * large batches. A failure is then shrunk; an implementation that fails on no problem passes if enough of them were
 * decided.
 */
export async function checkProperty<I, P>(
  property: Property<I, P>,
  implementation: I,
  options: CheckOptions,
): Promise<PropertyResult> {
  const problems = problemsOf(property, options)
  const runs = problems.length
  const all: Tried[] = []
  while (all.length < runs && !all.some(speaksAgainst)) {
    const next = problems.slice(all.length, all.length + atOnce)
    const tried = next.map((problem) => attempt(property, implementation, problem))
    all.push(...(await Promise.all(tried)))
  }
  const failing = all.findIndex(speaksAgainst)
  if (failing >= 0) {
    const start = startOf(property, problems, failing, options)
    const { tried, shrinks } = await shrink(property, implementation, start, all[failing])
    return { runs: failing + 1, ...failure(tried, shrinks) }
  }
  return { runs, ...summary(all) }
}

function startOf<I, P>(
  { name, fixedProblems = [] }: Property<I, P>,
  problems: readonly P[],
  failing: number,
  options: CheckOptions,
): Start<P> {
  const seed = seedOf(name, options.seed)
  const isGenerated = failing < problems.length - fixedProblems.length
  return isGenerated ? { seed, path: String(failing) } : { seed, examples: [[problems[failing]]] }
}

function failure(tried: Tried, shrinks: number) {
  if (tried.status === 'error') return tried
  if (tried.status !== 'failed') throw new Error(`a failing problem turned out ${tried.status}`)
  const { status, message, evidence } = tried
  return { status, message, counterexample: { evidence, shrinks } } as const
}

function summary(all: readonly Tried[]) {
  const undecided = all.filter((tried) => tried.status === 'inconclusive')
  if (undecided.length > mostUndecided * all.length) {
    const message = `${undecided.length} of ${all.length} problems were undecided: ${undecided[0].reason}`
    return { status: 'inconclusive', message } as const
  }
  const single = all.some((tried) => tried.status === 'passed' && tried.precision === 'single')
  return { status: 'passed', precision: single ? 'single' : 'double' } as const
}

import type { MistakeId } from './catalogue.ts'

/** One way to make one mistake: the settings that it changes. */
export interface Candidate<Settings> {
  readonly name: MistakeId | 'factor' | 'wx-factor' | 'wrec-factor'
  readonly variant: number
  readonly parameter?: number
  readonly settings: Partial<Settings>
  readonly solved?: Solved<Settings>
}

/** A number that is not tried but solved from the observations. */
export interface Solved<Settings> {
  /** Which of the numbers that are compared it bears on. */
  readonly entries: readonly number[]
  /** The number, from what the settings predict for 1 and what was received. */
  readonly from: (predicted: number, received: number) => number
  readonly settings: (parameter: number) => Partial<Settings>
  /** Which numbers make sense. */
  readonly accepts: (parameter: number) => boolean
}

/** The second stage of a test: the settings' numbers solved, if there are any to solve, or null where nothing fits. */
export type Close<Settings> = (
  settings: Settings,
  solved: Solved<Settings> | undefined,
) => { readonly parameter?: number } | null

/**
 * A question about settings that is answered in two stages, so that most are ruled out early: `opens` says which
 * candidates bear on the first stage, `open` tests it, and what it returns tests the rest.
 */
export interface Trial<Settings> {
  readonly right: Settings
  readonly candidates: readonly Candidate<Settings>[]
  readonly opens: (candidate: Candidate<Settings>) => boolean
  readonly open: (settings: Settings) => Close<Settings> | null
}

/** Candidates that explain every observation together, with the number that was solved. */
export interface Explanation<Settings> {
  readonly members: readonly Candidate<Settings>[]
  readonly parameter?: number
}

/** Finds the sets of a given number of candidates that explain everything. */
export type Search<Settings> = (size: number) => Explanation<Settings>[]

interface Chosen<Settings> {
  readonly members: readonly Candidate<Settings>[]
  readonly settings: Settings
}

/** Prepares a search; what survived the first stage is kept from one size to the next. */
export function searchOf<Settings extends object>(trial: Trial<Settings>): Search<Settings> {
  const agree = agreement(trial.candidates)
  const early = trial.candidates.filter(trial.opens)
  const late = trial.candidates.filter((candidate) => !trial.opens(candidate))
  const empty = { members: [], settings: trial.right }
  const survivors: { chosen: Chosen<Settings>; close: Close<Settings> }[][] = []
  return (size) => {
    while (survivors.length <= size) {
      survivors.push(survivorsOf(trial, subsets(empty, early, survivors.length, agree)))
    }
    return survivors.slice(0, size + 1).flatMap((opened, earlySize) =>
      opened.flatMap(({ chosen, close }) => {
        const found: Explanation<Settings>[] = []
        for (const { members, settings } of subsets(chosen, late, size - earlySize, agree)) {
          const solved = members.find((member) => member.solved)?.solved
          const parameters = close(settings, solved)
          if (parameters) found.push({ members, ...parameters })
        }
        return found
      }),
    )
  }
}

function survivorsOf<Settings>(
  trial: Trial<Settings>,
  sets: Iterable<Chosen<Settings>>,
): { chosen: Chosen<Settings>; close: Close<Settings> }[] {
  const survivors = []
  for (const chosen of sets) {
    const close = trial.open(chosen.settings)
    if (close) survivors.push({ chosen: { ...chosen, settings: { ...chosen.settings } }, close })
  }
  return survivors
}

type Agree<Settings> = (a: Candidate<Settings>, b: Candidate<Settings>) => boolean

// The settings of a set are good until the next one is asked for: copying them would cost more than most tests do.
function* subsets<Settings extends object>(
  base: Chosen<Settings>,
  candidates: readonly Candidate<Settings>[],
  size: number,
  agree: Agree<Settings>,
  from = 0,
): Generator<Chosen<Settings>> {
  if (size === 0) {
    yield base
    return
  }
  const settings = { ...base.settings }
  for (let i = from; i < candidates.length; i++) {
    const candidate = candidates[i]
    if (!base.members.every((member) => agree(member, candidate))) continue
    Object.assign(settings, candidate.settings)
    const chosen = { members: [...base.members, candidate], settings }
    if (size === 1) yield chosen
    else yield* subsets(chosen, candidates, size - 1, agree, i + 1)
    for (const key in candidate.settings) settings[key] = base.settings[key]
  }
}

// Two candidates can hold together when no setting is changed by both in different ways. At most one number can be
// solved from a ratio.
function agreement<Settings extends object>(
  candidates: readonly Candidate<Settings>[],
): Agree<Settings> {
  const index = new Map(candidates.map((candidate, i) => [candidate, i]))
  const table = candidates.map((a) => candidates.map((b) => compatible(a, b)))
  return (a, b) => table[index.get(a) ?? 0][index.get(b) ?? 0]
}

/** Whether two candidates can hold together. */
export function compatible<Settings extends object>(
  a: Candidate<Settings>,
  b: Candidate<Settings>,
): boolean {
  if (a.name === b.name || (a.solved && b.solved)) return false
  return Object.entries(a.settings).every(
    ([key, value]) => !(key in b.settings) || Reflect.get(b.settings, key) === value,
  )
}

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

/** The second stage of a test: the number that was solved, if there is one, or null where nothing fits. */
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
  const early = trial.candidates.filter(trial.opens)
  const late = trial.candidates.filter((candidate) => !trial.opens(candidate))
  const survivors: Survivor<Settings>[][] = []
  return (size) => {
    while (survivors.length <= size) {
      survivors.push(survivorsOf(trial, early, survivors.length))
    }
    return survivors
      .slice(0, size + 1)
      .flatMap((opened, earlySize) =>
        opened.flatMap((survivor) => completionsOf(survivor, late, size - earlySize)),
      )
  }
}

interface Survivor<Settings> {
  readonly chosen: Chosen<Settings>
  readonly close: Close<Settings>
}

function survivorsOf<Settings extends object>(
  trial: Trial<Settings>,
  early: readonly Candidate<Settings>[],
  size: number,
): Survivor<Settings>[] {
  const survivors: Survivor<Settings>[] = []
  visitSets({ members: [], settings: trial.right }, early, size, ({ members, settings }) => {
    const close = trial.open(settings)
    if (close) survivors.push({ chosen: { members, settings: { ...settings } }, close })
  })
  return survivors
}

function completionsOf<Settings extends object>(
  { chosen, close }: Survivor<Settings>,
  late: readonly Candidate<Settings>[],
  size: number,
): Explanation<Settings>[] {
  const found: Explanation<Settings>[] = []
  const free = late.filter((one) => chosen.members.every((member) => compatible(member, one)))
  visitSets(chosen, free, size, ({ members, settings }) => {
    const solved = members.find((member) => member.solved)?.solved
    const parameters = close(settings, solved)
    if (parameters) found.push({ members, ...parameters })
  })
  return found
}

// Visits every set of `size` candidates that can hold together. Its settings are good until the next one is visited:
// copying them would cost more than most tests do.
function visitSets<Settings extends object>(
  base: Chosen<Settings>,
  candidates: readonly Candidate<Settings>[],
  size: number,
  visit: (chosen: Chosen<Settings>) => void,
): void {
  if (size === 0) {
    visit(base)
    return
  }
  const settings = { ...base.settings }
  for (const [i, candidate] of candidates.entries()) {
    Object.assign(settings, candidate.settings)
    const chosen = { members: [...base.members, candidate], settings }
    const rest =
      size > 1 ? candidates.slice(i + 1).filter((other) => compatible(candidate, other)) : []
    visitSets(chosen, rest, size - 1, visit)
    for (const key in candidate.settings) settings[key] = base.settings[key]
  }
}

/** Whether two candidates can hold together: they do not change the same place in different ways. */
export function compatible<Settings extends object>(
  a: Candidate<Settings>,
  b: Candidate<Settings>,
): boolean {
  // At most one number can be solved from a ratio.
  if (a.name === b.name || (a.solved && b.solved)) return false
  for (const key in a.settings) {
    if (key in b.settings && a.settings[key] !== b.settings[key]) return false
  }
  return true
}

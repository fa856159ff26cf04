import type { Alike } from '../class-report.ts'
import type { Fingerprint } from './fingerprint.ts'

/** A submission that is compared with the others. */
export interface Compared {
  readonly path: string
  readonly code: Fingerprint
}

/**
 * Short exercises have few solutions, so what counts is code that few have: a fragment that more than a tenth of the
 * different programs of the class share, and more than two of them, is what the exercise asks for. However large the
 * class is, what more than twenty have thought of is no secret.
 */
const commonShare = 0.1
const fewestCommon = 2
const mostRare = 20
/** About four lines: shorter agreement is chance. */
const leastShared = 10
/** Of the rare fragments of both, this share is the same: what they add to one another is less than a copy. */
const leastSimilar = 0.6
/** That many who wrote the same but for names did so because there is hardly another way to write it. */
const largestCopy = 5
const largestCopyShare = 0.2

/** Programs that differ in more than names, and who wrote them. */
interface Program {
  readonly paths: readonly string[]
  /** The fragments that are rare in the class. */
  readonly prints: readonly number[]
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): Item[][] {
  const groups = new Map<unknown, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return [...groups.values()]
}

const pathsOf = (compared: readonly Compared[]): string[] =>
  compared.map(({ path }) => path).toSorted()

/** Groups of submissions that are alike, the surest kind first; the starter code counts for nothing, as does an empty file. */
export function findAlike(compared: readonly Compared[], starter?: Fingerprint): Alike[] {
  const own = compared.filter(
    ({ code }) => code.prints.length > 0 && code.renamed !== starter?.renamed,
  )
  const programs = groupBy(own, ({ code }) => code.renamed)
  const rare = rareIn(programs.map(([{ code }]) => code))
  for (const print of starter?.prints ?? []) rare.delete(print)
  return [
    ...groupBy(own, ({ code }) => code.exact).flatMap(identical),
    ...programs.flatMap((group) => renamed(group, rare, own.length)),
    ...similar(programs.map((group) => programOf(group, rare))),
  ]
}

/** Fragments that are not common to the class. */
function rareIn(codes: readonly Fingerprint[]): Set<number> {
  const counts = new Map<number, number>()
  for (const { prints } of codes)
    for (const print of prints) counts.set(print, (counts.get(print) ?? 0) + 1)
  const most = Math.max(fewestCommon, Math.min(mostRare, commonShare * codes.length))
  return new Set(Array.from(counts).flatMap(([print, count]) => (count <= most ? [print] : [])))
}

const programOf = (group: readonly Compared[], rare: ReadonlySet<number>): Program => ({
  paths: pathsOf(group),
  prints: group[0].code.prints.filter((print) => rare.has(print)),
})

const identical = (group: readonly Compared[]): Alike[] =>
  group.length < 2 ? [] : [{ kind: 'identical', paths: pathsOf(group), similarity: 1 }]

function renamed(group: readonly Compared[], rare: ReadonlySet<number>, size: number): Alike[] {
  if (new Set(group.map(({ code }) => code.exact)).size < 2) return []
  if (group.length > Math.max(largestCopy, largestCopyShare * size)) return []
  const { paths, prints } = programOf(group, rare)
  return prints.length < leastShared ? [] : [{ kind: 'renamed', paths, similarity: 1 }]
}

interface Pair {
  readonly one: Program
  readonly other: Program
  readonly similarity: number
}

/** Programs that are linked by pairs are one group. */
function similar(programs: readonly Program[]): Alike[] {
  const pairs = similarPairs(programs)
  const leaders = new Map<Program, Program>()
  const leaderOf = (program: Program): Program => {
    const leader = leaders.get(program)
    return leader === undefined ? program : leaderOf(leader)
  }
  for (const { one, other } of pairs)
    if (leaderOf(one) !== leaderOf(other)) leaders.set(leaderOf(one), leaderOf(other))
  return groupBy(pairs, ({ one }) => leaderOf(one))
    .map(similarGroup)
    .toSorted((a, b) => (a.paths[0] < b.paths[0] ? -1 : 1))
}

const similarGroup = (pairs: readonly Pair[]): Alike => ({
  kind: 'similar',
  paths: [...new Set(pairs.flatMap(({ one, other }) => [...one.paths, ...other.paths]))].toSorted(),
  similarity: Math.min(...pairs.map(({ similarity }) => similarity)),
})

/** Of all pairs, only those that share a rare fragment are compared. */
function similarPairs(programs: readonly Program[]): Pair[] {
  const holders = new Map<number, number[]>()
  return programs.flatMap((other, index) => {
    const shared = new Map<number, number>()
    for (const print of other.prints) {
      for (const holder of holders.get(print) ?? [])
        shared.set(holder, (shared.get(holder) ?? 0) + 1)
      holders.set(print, [...(holders.get(print) ?? []), index])
    }
    return Array.from(shared).flatMap(([holder, count]) => pairOf(programs[holder], other, count))
  })
}

/** Dice's coefficient of the rare fragments, where there are enough of them to mean something. */
function pairOf(one: Program, other: Program, shared: number): Pair[] {
  const similarity = (2 * shared) / (one.prints.length + other.prints.length)
  if (shared < leastShared || similarity < leastSimilar) return []
  return [{ one, other, similarity: Number(similarity.toFixed(3)) }]
}

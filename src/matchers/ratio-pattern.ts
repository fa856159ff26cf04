import type { Entry } from '../vector-checks/entry.ts'

/** Whether analytic = factor x numeric, as far as the bound can tell. */
const isMultiple = ({ analytic, numeric, errorBound }: Entry, factor: number) =>
  Math.abs(analytic - factor * numeric) <= Math.max(1, Math.abs(factor)) * errorBound

/** The whole numbers by which a gradient is often wrong: a batch size, a number of steps. */
const LARGEST_DIVISOR = 10_000

const nameFactor = (factor: number, entries: readonly Entry[]) => {
  const holds = (candidate: number) => entries.every((entry) => isMultiple(entry, candidate))
  if (holds(0.5)) return 'half of it: a missing factor 2'
  if (holds(2)) return 'twice it: an extra factor 2'
  if (holds(-1)) return 'its negative: the sign'
  const whole = Math.sign(factor) * Math.round(Math.abs(factor))
  const divisor = Math.sign(factor) * Math.round(Math.abs(1 / factor))
  if (Math.abs(whole) > 2 && Math.abs(whole) <= LARGEST_DIVISOR && holds(whole)) {
    return `${whole} times it: a sum where a mean belongs, or a factor too many`
  }
  if (Math.abs(divisor) > 2 && Math.abs(divisor) <= LARGEST_DIVISOR && holds(1 / divisor)) {
    return `1/${divisor} of it: divided once too often, or a factor too few`
  }
  return `${factor.toPrecision(6)} times it: one constant factor`
}

const describeFactor = (wrong: readonly Entry[]) => {
  if (wrong.every(({ analytic }) => analytic === 0)) return '0: not written, or not reached'
  if (wrong.some(({ analytic }) => !Number.isFinite(analytic))) return undefined
  const [{ analytic, numeric }] = wrong.toSorted(
    (a, b) => a.errorBound / Math.abs(a.numeric) - b.errorBound / Math.abs(b.numeric),
  )
  const factor = analytic / numeric
  const isOne = Number.isFinite(factor) && wrong.every((entry) => isMultiple(entry, factor))
  return isOne ? nameFactor(factor, wrong) : undefined
}

/** Whether the analytic entries are the numerical ones in another order, given by where each is to be found. */
const isMoved = (all: readonly Entry[], source: (path: string) => string) => {
  const byPath = new Map(all.map((entry) => [entry.path, entry]))
  return all.every(({ path, analytic }) => {
    const other = byPath.get(source(path))
    return other !== undefined && Math.abs(analytic - other.numeric) <= other.errorBound
  })
}

const MATRIX_ENTRY = /^(.*)(\[\d+\])(\[\d+\])$/

const transposePath = (path: string) => path.replace(MATRIX_ENTRY, '$1$3$2')

/** Path of the matrix that has the entry, undefined where it belongs to none. */
const matrixOf = ({ path }: Entry) => MATRIX_ENTRY.exec(path)?.[1]

const describeTransposed = (wrong: readonly Entry[], all: readonly Entry[]) => {
  const matrices = [...new Set(wrong.map(matrixOf))]
  const entries = all.filter((entry) => matrices.includes(matrixOf(entry)))
  if (matrices.includes(undefined) || !isMoved(entries, transposePath)) return undefined
  const names = matrices.filter((name) => name !== '')
  if (names.length === 0) return 'the matrix is transposed'
  return `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} transposed`
}

const describeReversed = (all: readonly Entry[]) => {
  const paths = all.toSorted((a, b) => a.index - b.index).map(({ path }) => path)
  const mirror = new Map(paths.map((path, k) => [path, paths[paths.length - 1 - k]]))
  if (!isMoved(all, (path) => mirror.get(path) ?? path)) return undefined
  return all.length === 2 ? 'the two entries are swapped' : 'the entries are in reverse order'
}

/** The wrong entries as a run of neighbours, where they are one and others are right. */
const describeBlock = (wrong: readonly Entry[], all: readonly Entry[]) => {
  const sorted = wrong.toSorted((a, b) => a.index - b.index)
  const first = sorted[0]
  const last = sorted[sorted.length - 1]
  const isRun = last.index - first.index === sorted.length - 1
  if (!isRun || wrong.length < 2 || wrong.length === all.length) return undefined
  return `one contiguous block is wrong, ${first.path} to ${last.path}`
}

/**
 * What the ratios of analytic to numerical entries suggest, one clause a finding: another order, a common factor, one
 * block. Empty where nothing is wrong or no pattern holds within the bounds.
 */
export const describePattern = (entries: readonly Entry[]): string[] => {
  const wrong = entries.filter(({ status }) => status === 'failed')
  if (wrong.length === 0) return []
  const order =
    entries.length > 1
      ? (describeTransposed(wrong, entries) ?? describeReversed(entries))
      : undefined
  if (order !== undefined) return [order]
  const factor = describeFactor(wrong)
  const whose = wrong.length === entries.length ? 'every entry' : 'every wrong entry'
  const subject = wrong.length === 1 ? 'the wrong entry' : whose
  const factored = factor === undefined ? undefined : `${subject} is ${factor}`
  return [factored, describeBlock(wrong, entries)].filter((clause) => clause !== undefined)
}

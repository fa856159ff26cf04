import { pre, property } from 'fast-check'
import type { Arbitrary, IRawProperty } from 'fast-check'
import { checkGradient } from './gradient-check/index.ts'
import type { CheckOptions } from './gradient-check/index.ts'
import { describeVerdict } from './matchers/gradient-message.ts'

export type GradientPropertyOptions = CheckOptions & {
  /** Largest share of points without a verdict, from 0 to 1: above it the property fails. */
  readonly inconclusive?: number
}

/** How many points were generated, and on how many of them there was no verdict. */
export interface Tally {
  readonly points: number
  readonly inconclusive: number
}

/** A property for `fc.assert` that counts; its tally is that of the last run. */
export type GradientProperty = IRawProperty<[ArrayLike<number>], false> & {
  readonly tally: () => Tally
}

/** Half of the points: with fewer verdicts than that, the generator misses what it is meant to test. */
const SHARE = 0.5
/** Points without a verdict from which their share is judged: fewer may be an accident. */
const LEAST = 10

/** Counts the points of one run; shrinking, which begins with the first failure, counts no more. */
const counter = (share: number) => {
  let tally = { points: 0, inconclusive: 0, isShrinking: false }
  const begin = () => {
    tally = { points: 0, inconclusive: 0, isShrinking: false }
  }
  const fail = (message: string) => {
    tally.isShrinking = true
    throw new Error(message)
  }
  const skip = (reason: string) => {
    if (!tally.isShrinking) tally.inconclusive++
    const { points, inconclusive } = tally
    if (!tally.isShrinking && inconclusive >= LEAST && inconclusive > share * points) {
      fail(
        `the check was inconclusive on ${inconclusive} of ${points} points, more than a share of ${share}: ${reason}`,
      )
    }
    pre(false)
  }
  const count = () => void tally.points++
  return { begin, count, fail, skip, tally: () => tally }
}

/**
 * The property that the gradient of f is right wherever it is asked: fails, and shrinks, on a point where it is wrong.
 * Points where the verdict is inconclusive are skipped and counted; more than the share allowed is a failure of its own.
 *
 * @throws {RangeError} where that share is not from 0 to 1
 */
export const gradientProperty = (
  f: (x: Float64Array) => number,
  gradient: (x: Float64Array) => ArrayLike<number>,
  arbitraryX: Arbitrary<ArrayLike<number>>,
  { inconclusive: share = SHARE, ...options }: GradientPropertyOptions = {},
): GradientProperty => {
  if (!(typeof share === 'number' && share >= 0 && share <= 1)) {
    throw new RangeError(`inconclusive is ${String(share)}: expected a share from 0 to 1`)
  }
  const run = counter(share)
  const law = property(arbitraryX, (x) => {
    const verdict = checkGradient(f, gradient, x, options)
    if (verdict.status === 'inconclusive') run.skip(verdict.reason)
    if (verdict.status === 'failed') run.fail(`the gradient is wrong\n${describeVerdict(verdict)}`)
  })
  return {
    isAsync: () => false,
    generate: (random, index) => {
      if (index === 0) run.begin()
      run.count()
      return law.generate(random, index)
    },
    shrink: (value) => law.shrink(value),
    run: (value) => law.run(value),
    runBeforeEach: () => law.runBeforeEach(),
    runAfterEach: () => law.runAfterEach(),
    tally: () => ({ points: run.tally().points, inconclusive: run.tally().inconclusive }),
  }
}

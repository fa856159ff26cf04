import { basename } from 'node:path'
import { describeDifference } from './compare-numbers.ts'
import type { Tolerance } from './compare-numbers.ts'
import type { MatcherContext, MatcherResult } from './context.ts'
import { goldenPath, readGolden, writeGolden } from './golden-file.ts'
import { leavesOf } from './numbers.ts'
import { describe } from '../parameters/nodes.ts'

/** What the test runner was told about snapshots: -u is all, outside CI new, in CI none. */
const updating = (snapshotState: object = {}) => {
  // vitest says it under the first name, jest under the second
  const vitest: unknown = Reflect.get(snapshotState, 'snapshotUpdateState')
  const mode: unknown = vitest ?? Reflect.get(snapshotState, '_updateSnapshot')
  return mode === 'all' || mode === 'new' ? mode : 'none'
}

const matched: MatcherResult = {
  pass: true,
  message: () => 'expected numbers other than the golden ones, but they are the same',
}

/** Refuses what could not fail later: a value without numbers agrees with every other such value. */
const expectArguments = (received: unknown, name: unknown) => {
  if (typeof name !== 'string' || name === '') {
    throw new TypeError(
      `toMatchGolden: the name is ${describe(name)}: expected the name to keep the numbers under`,
    )
  }
  if (leavesOf(received).length > 0) return
  throw new TypeError(
    `toMatchGolden: ${describe(received)} without a number was received for '${name}': expected at least one number`,
  )
}

/**
 * Whether the received numbers are those kept under this name beside the test file. A name that is absent is written,
 * except in CI, where it fails; with -u numbers outside the tolerance are replaced. Negated, nothing is written, and
 * an absent name fails too: what is not there is not shown to differ. Throws TypeError where no name is given, or where
 * the value holds no number or anything other than numbers.
 */
export const toMatchGolden = function (
  this: MatcherContext,
  received: unknown,
  name: string,
  tolerance: Tolerance = {},
): MatcherResult {
  const { isNot = false, testPath, snapshotState } = this
  if (testPath === undefined) {
    throw new TypeError('toMatchGolden: expected a test runner that tells the test file')
  }
  expectArguments(received, name)
  const path = goldenPath(testPath)
  const known = readGolden(path)
  const isKnown = Object.hasOwn(known, name)
  const difference = isKnown ? describeDifference(received, known[name], tolerance) : 'absent'
  if (difference === undefined) return matched
  const mode = isNot ? 'none' : updating(snapshotState)
  if (mode === 'all' || (mode === 'new' && !isKnown)) {
    writeGolden(path, name, received)
    return matched
  }
  const absent = `${basename(path)} has no numbers named '${name}': run the test outside CI and commit the file`
  if (!isKnown) return { pass: isNot, message: () => absent }
  return { pass: false, message: () => `golden numbers '${name}': ${difference}` }
}

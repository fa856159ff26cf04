import type { Argument, CallResult } from './assignment.ts'

/**
 * The law's own arrays went over as they are: what the submission wrote into becomes unreadable here too, so that a
 * law that looks for it sees it.
 */
export function mirror({ mutated }: CallResult, given: readonly Argument[]): void {
  for (const index of mutated) {
    const argument = given[index]
    if (typeof argument === 'object') argument.data.fill(Number.NaN)
  }
}

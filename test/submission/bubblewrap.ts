import { HarnessError, openSubmission } from '../../src/submission/index.ts'
import { fixture, options } from './opening.ts'

/**
 * Whether bubblewrap works here. Hostile submissions kill what they can and fork without end: they run where that ends
 * with their namespace, or not at all.
 */
export const confined = await openSubmission(fixture('right/common-js.js'), {
  ...options,
  sandbox: 'bwrap',
}).then(
  async (opened) => {
    if (opened.status === 'opened') await opened.session.close()
    return true
  },
  (error) => {
    if (error instanceof HarnessError) return false
    throw error
  },
)

/** For the titles of tests that are skipped. */
export const why = confined ? '' : ' (skipped: bubblewrap does not work here)'

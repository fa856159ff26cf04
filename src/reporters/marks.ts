/** Signs of the states of a law and of a submission: they do not lean on colour. */
export const marks = {
  passed: '✓',
  failed: '✗',
  inconclusive: '?',
  error: '!',
  skipped: '-',
} as const

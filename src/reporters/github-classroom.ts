import type { PropertyReport, Report } from '../report.ts'

const statuses = {
  passed: 'pass',
  failed: 'fail',
  inconclusive: 'fail',
  error: 'error',
  skipped: 'error',
} as const

const test = (property: PropertyReport, { submission, error }: Report) => ({
  name: `${property.function}: ${property.name}`,
  status: statuses[property.status],
  score: property.score,
  message: property.message,
  test_code: property.statement,
  filename: submission.path,
  line_no: error?.line ?? 0,
  execution_time: 0,
})

/**
 * What the action autograding-grading-reporter of GitHub Classroom reads: base64 of JSON. Every test has a score, whose
 * sum is the score of the submission; the laws are checked side by side, so none has a time of its own.
 */
export function classroomResult(report: Report): string {
  const { status, maxScore, properties } = report
  const result = {
    version: 1,
    status: statuses[status],
    max_score: maxScore,
    tests: properties.map((property) => test(property, report)),
  }
  return Buffer.from(JSON.stringify(result)).toString('base64')
}

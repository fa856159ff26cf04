import type { Assignment } from './assignment/assignment.ts'
import type { Checked } from './check-functions.ts'
import { jsonQuantities, jsonTable } from './json-quantities.ts'
import type { CounterexampleReport, PropertyReport } from './report.ts'

type Table = Assignment<object>['table']

/** A law's points count where it holds, and where the law that it leans on holds too. */
function scoreOf({ law, result }: Checked, all: readonly Checked[]): number {
  if (result.status !== 'passed') return 0
  const leansOn = all.find(
    (other) => other.law.function === law.function && other.law.name === law.countsWith,
  )
  return leansOn && leansOn.result.status !== 'passed' ? 0 : law.points
}

function messageOf({ law, result }: Checked, score: number): string {
  if (result.status !== 'passed') return result.message
  if (score < law.points) return `holds, but counts only together with ${law.countsWith}`
  return result.precision === 'single' ? 'holds to single precision (float32)' : 'holds'
}

function counterexampleOf(
  { law, result }: Checked,
  table: Table,
): CounterexampleReport | undefined {
  if (result.status !== 'failed') return undefined
  const { evidence, shrinks } = result.counterexample
  const steps = table(law.function, evidence)
  return {
    input: jsonQuantities(evidence.input),
    expected: jsonQuantities(evidence.expected),
    received: jsonQuantities(evidence.received),
    shrinks,
    ...(steps && { table: jsonTable(steps) }),
  }
}

/** What the report says of each law, with its points. */
export const propertyReports = (all: readonly Checked[], table: Table): PropertyReport[] =>
  all.map((checked) => {
    const { law, result } = checked
    const score = scoreOf(checked, all)
    const counterexample = counterexampleOf(checked, table)
    return {
      name: law.name,
      function: law.function,
      statement: law.statement,
      status: result.status,
      score,
      maxScore: law.points,
      runs: result.runs,
      message: messageOf(checked, score),
      ...(counterexample && { counterexample }),
    }
  })

import type { Assignment } from '../assignment/assignment.ts'
import type { Checked } from './check-functions.ts'
import { jsonQuantities, jsonTable } from './json-quantities.ts'
import type { CounterexampleReport, PropertyReport } from '../report.ts'

type Table = Assignment<object>['table']

/** What bears on a function's points besides its laws. */
export interface Circumstances {
  /** By function whose mistakes were all made in an earlier one: the function that has paid for them. */
  readonly paidBefore: ReadonlyMap<string, string>
  /** Functions that answer the same call differently: what held for them may not hold the next time. */
  readonly nondeterministic: ReadonlySet<string>
}

const plain: Circumstances = { paidBefore: new Map(), nondeterministic: new Set() }

/** A law's points count where it holds, and where the law that it leans on holds too; and a mistake costs once. */
function scoreOf(
  { law, result }: Checked,
  all: readonly Checked[],
  { paidBefore, nondeterministic }: Circumstances,
): number {
  if (nondeterministic.has(law.function)) return 0
  if (paidBefore.has(law.function)) return law.points
  if (result.status !== 'passed') return 0
  const leansOn = all.find(
    (other) => other.law.function === law.function && other.law.name === law.countsWith,
  )
  return leansOn && leansOn.result.status !== 'passed' ? 0 : law.points
}

/** Behaviour is what a function that answers differently fails in. */
const statusOf = ({ law, result }: Checked, { nondeterministic }: Circumstances) =>
  result.status === 'passed' && nondeterministic.has(law.function) ? 'failed' : result.status

const differently = 'the same call got another answer in a fresh process'

function messageOf(
  { law, result }: Checked,
  score: number,
  { paidBefore, nondeterministic }: Circumstances,
): string {
  const payer = paidBefore.get(law.function)
  const credit =
    payer === undefined ? '' : ` (the same mistake as in ${payer}, which has paid for it)`
  if (result.status !== 'passed') return result.message + credit
  if (nondeterministic.has(law.function)) return `holds, but not reliably: ${differently}`
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
export const propertyReports = (
  all: readonly Checked[],
  table: Table,
  circumstances: Circumstances = plain,
): PropertyReport[] =>
  all.map((checked) => {
    const { law, result } = checked
    const score = scoreOf(checked, all, circumstances)
    const counterexample = counterexampleOf(checked, table)
    return {
      name: law.name,
      function: law.function,
      statement: law.statement,
      status: statusOf(checked, circumstances),
      score,
      maxScore: law.points,
      runs: result.runs,
      message: messageOf(checked, score, circumstances),
      ...(counterexample && { counterexample }),
    }
  })

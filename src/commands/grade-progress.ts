import type { Outcome } from '../class/result.ts'
import type { Watcher } from '../class/grade-class.ts'
import { printable } from '../printable.ts'

const isFailing = (outcome: Outcome): boolean =>
  outcome.status === 'harness-failure' || outcome.report.status !== 'passed'

/** `about 2 min left`; nothing before there is anything to go by. */
function timeLeft(milliseconds: number, done: number, left: number): string {
  if (done === 0 || left === 0) return ''
  const seconds = Math.ceil((milliseconds / done) * left * 1e-3)
  return seconds < 100 ? `, about ${seconds} s left` : `, about ${Math.ceil(seconds / 60)} min left`
}

function verdict(outcome: Outcome): string {
  if (outcome.status === 'harness-failure') return `no report (${printable(outcome.message)})`
  const { status, score, maxScore } = outcome.report
  return `${status}, ${score} of ${maxScore} points`
}

/** How far a class is: a line that is written over on a terminal, and elsewhere a line for each submission. */
export function gradeProgress(stream: NodeJS.WriteStream, now = () => performance.now()): Watcher {
  let count = 0
  let kept = 0
  let done = 0
  let failing = 0
  const start = now()
  const overwrite = (text: string) => stream.write(`\r\u001b[K${text}`)
  const state = () => {
    const left = timeLeft(now() - start, done, count - kept - done)
    return `${kept + done} of ${count} graded, ${failing} failing${left}`
  }
  return {
    begin(all, earlier) {
      count = all
      kept = earlier.length
      failing = earlier.filter(isFailing).length
      if (stream.isTTY) overwrite(state())
      else if (kept > 0) stream.write(`${kept} of ${count} were graded before\n`)
    },
    graded({ path }, outcome) {
      done++
      if (isFailing(outcome)) failing++
      if (stream.isTTY) overwrite(state())
      else stream.write(`${kept + done}/${count} ${printable(path)}: ${verdict(outcome)}\n`)
    },
    end() {
      if (stream.isTTY) overwrite('')
    },
  }
}

// How much of the processor's time a diagnosis of backward_gradient takes, whatever else the machine does: run
// `node dist/bench/diagnosis.js` after `npm run build`.
import seedrandom from 'seedrandom'
import type { Choice, Implementation } from '../src/mistakes/apply-mistakes.ts'
import { applyMistakes } from '../src/mistakes/apply-mistakes.ts'
import { mistakes } from '../src/mistakes/catalogue.ts'
import { diagnose } from '../src/mistakes/diagnose.ts'
import type { Observation } from '../src/mistakes/observation.ts'
import { isCompatible } from './kills.ts'
import { median } from './median.ts'

const random = seedrandom('diagnosis')
const uniform = (): number => 4 * random() - 2
const right = applyMistakes([])
const shapes = [
  [3, 4],
  [2, 5],
  [5, 3],
  [7, 7],
  [20, 10],
] as const

const problems = shapes.map(([rows, columns]) => {
  const X = { rows, columns, data: Float64Array.from({ length: rows * columns }, uniform) }
  const wRec = uniform()
  const S = right.forwardStates(X, uniform(), wRec)
  return { X, S, gradOut: Float64Array.from({ length: rows }, uniform), wRec }
})

function observe(subject: Implementation): Observation[] {
  return problems.map(({ X, S, gradOut, wRec }) => {
    const given = { ...S, data: S.data.slice() }
    const returned = subject.backwardGradient(X, given, gradOut.slice(), wRec)
    return { function: 'backward_gradient', arguments: [X, S, gradOut, wRec], returned }
  })
}

function singles(): Choice[][] {
  return mistakes
    .filter(({ functions }) => functions.includes('backward_gradient'))
    .map(({ id }) => [{ id }])
}

function pairs(): Choice[][] {
  const all = singles().flat()
  return all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b])).filter(isCompatible)
}

// Off by a constant that no mistake makes: nothing explains it, so the whole space is searched.
const unknown: Implementation = {
  ...right,
  backwardGradient: (X, S, gradOut, wRec) => {
    const [[wx, rec], overTime] = right.backwardGradient(X, S, gradOut, wRec)
    return [[wx + 0.1, rec], overTime]
  },
}

function timesOf(subjects: readonly Implementation[]): number[] {
  return subjects
    .map((subject) => {
      const observations = observe(subject)
      const start = process.cpuUsage()
      diagnose(observations)
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1000
    })
    .toSorted((a, b) => a - b)
}

function report(name: string, times: readonly number[]): void {
  const slowest = times.at(-1) ?? Number.NaN
  console.log(
    `${name.padEnd(24)} ${String(times.length).padStart(4)} diagnoses, median ${median(times).toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms`,
  )
}

report('nothing known, cold', timesOf([unknown]))
report('right', timesOf(Array.from({ length: 100 }, () => right)))
report('single mistakes', timesOf(singles().map(applyMistakes)))
report('pairs of mistakes', timesOf(pairs().map(applyMistakes)))
report('nothing known', timesOf(Array.from({ length: 20 }, () => unknown)))

import seedrandom from 'seedrandom'
import { pathToFileURL } from 'node:url'
import { compareGradient } from '../src/gradient-check/index.ts'
import { differentiate } from '../src/finite-difference/index.ts'
import { families } from './problems.ts'
import type { Family } from './problems.ts'

/** Relative errors put into one coordinate of a right gradient. */
export const relativeErrors = [1e-6, 1e-8, 1e-10, 1e-12] as const

export interface Sensitivity {
  checks: number
  falseAlarms: number
  inconclusive: number
  /** Checks with a coordinate that is not 0, so that there is something to get wrong. */
  wrong: number
  /** How many of those failed, for each of relativeErrors. */
  found: number[]
  evaluations: number
  microseconds: number
  /** Largest gap between a right gradient and its numerical derivative, in units of the error bound. */
  worst: number
}

/** Checks right gradients of one family, then the same ones with one coordinate wrong; the seed fixes everything. */
export const measureSensitivity = (family: Family, checks: number, seed: string): Sensitivity => {
  const uniform = seedrandom(seed)
  const result: Sensitivity = {
    checks,
    falseAlarms: 0,
    inconclusive: 0,
    wrong: 0,
    found: relativeErrors.map(() => 0),
    evaluations: 0,
    microseconds: 0,
    worst: 0,
  }
  for (let check = 0; check < checks; check++) {
    const { x, f, gradient } = family(uniform)
    const start = performance.now()
    const derivative = differentiate(f, x)
    const analytic = gradient(x)
    const verdict = compareGradient(analytic, derivative)
    result.microseconds += (performance.now() - start) * 1000
    result.evaluations += verdict.evaluations
    if (verdict.status === 'failed') result.falseAlarms++
    if (verdict.status === 'inconclusive') result.inconclusive++
    for (const { analytic, numeric, errorBound } of verdict.coordinates) {
      if (errorBound > 0) {
        result.worst = Math.max(result.worst, Math.abs(analytic - numeric) / errorBound)
      }
    }
    const candidates = [...analytic.keys()].filter((i) => analytic[i] !== 0)
    const chosen = candidates[Math.floor(uniform() * candidates.length)]
    const sign = uniform() < 0.5 ? -1 : 1
    if (chosen === undefined) continue
    result.wrong++
    for (const [k, error] of relativeErrors.entries()) {
      const wrong = analytic.map((entry, i) => (i === chosen ? entry * (1 + sign * error) : entry))
      if (compareGradient(wrong, derivative).status === 'failed') result.found[k]++
    }
  }
  return result
}

const percent = (part: number, whole: number) => ((100 * part) / whole).toFixed(3)

const row = (name: string, sensitivity: Sensitivity) => ({
  family: name,
  checks: sensitivity.checks,
  'false alarms': sensitivity.falseAlarms,
  'inconclusive %': percent(sensitivity.inconclusive, sensitivity.checks),
  ...Object.fromEntries(
    relativeErrors.map((error, k) => [
      `found ${error.toExponential()} %`,
      percent(sensitivity.found[k], sensitivity.wrong),
    ]),
  ),
  'evaluations/check': (sensitivity.evaluations / sensitivity.checks).toFixed(1),
  'us/check': (sensitivity.microseconds / sensitivity.checks).toFixed(1),
  'worst gap/bound': sensitivity.worst.toFixed(3),
})

const sum = (all: readonly Sensitivity[]): Sensitivity => {
  const total = (pick: (one: Sensitivity) => number) =>
    all.reduce((before, one) => before + pick(one), 0)
  return {
    checks: total(({ checks }) => checks),
    falseAlarms: total(({ falseAlarms }) => falseAlarms),
    inconclusive: total(({ inconclusive }) => inconclusive),
    wrong: total(({ wrong }) => wrong),
    found: relativeErrors.map((_, k) => total(({ found }) => found[k])),
    evaluations: total(({ evaluations }) => evaluations),
    microseconds: total(({ microseconds }) => microseconds),
    worst: Math.max(...all.map(({ worst }) => worst)),
  }
}

const readOption = (name: string, fallback: string) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback)
}

const toTable = (rows: readonly Record<string, string | number>[]) => {
  const names = Object.keys(rows[0])
  const lines = rows.map((cells) => `| ${names.map((name) => cells[name]).join(' | ')} |`)
  return [`| ${names.join(' | ')} |`, `|${' --- |'.repeat(names.length)}`, ...lines].join('\n')
}

const main = () => {
  const each = Math.ceil(Number(readOption('checks', '10000')) / Object.keys(families).length)
  if (!(each > 0)) throw new RangeError('--checks expects a positive number of checks')
  const seed = readOption('seed', '1')
  const results = Object.entries(families).map(
    ([name, family]) => [name, measureSensitivity(family, each, `${name} ${seed}`)] as const,
  )
  const rows = [
    ...results.map(([name, result]) => row(name, result)),
    row('all', sum(results.map(([, result]) => result))),
  ]
  process.stdout.write(`${toTable(rows)}\n`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main()

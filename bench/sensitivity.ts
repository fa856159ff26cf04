import seedrandom from 'seedrandom'
import { pathToFileURL } from 'node:url'
import { compareGradient } from '../src/gradient-check/index.ts'
import { differentiate } from '../src/finite-difference/index.ts'
import type { Derivative } from '../src/finite-difference/index.ts'
import { contest } from '../src/gradient-check/contest.ts'
import { complete } from '../src/gradient-check/work.ts'
import type { Coordinate } from '../src/gradient-check/index.ts'
import { contrived } from './contrived.ts'
import { families, roughFamilies } from './problems.ts'
import type { Family, Problem } from './problems.ts'

/** Relative errors put into one coordinate of a right gradient, one of them in each check, in turn. */
export const relativeErrors = [1e-6, 1e-8, 1e-10, 1e-12] as const

export interface Sensitivity {
  checks: number
  falseAlarms: number
  inconclusive: number
  /** Checks of each of relativeErrors with a coordinate that is not 0, so that there is something to get wrong. */
  wrong: number[]
  /** How many of those failed. */
  found: number[]
  evaluations: number
  microseconds: number
  /** Largest gap between a right gradient and its numerical derivative, in units of the error bound. */
  worst: number
}

/** Whether a coordinate that fails does so when f has been looked at from nearer, as `checkGradient` does. */
const stands = ({ f, x }: Problem, { origin, reach }: Derivative, coordinate: Coordinate) => {
  let evaluations = 0
  const work = contest(x, origin, Number.EPSILON, reach[coordinate.index], coordinate)
  const point = x.slice()
  const { status } = complete(work, ({ count, place }) => {
    evaluations += count
    return Array.from({ length: count }, (_, k) => {
      place(k, point)
      return f(point)
    })
  })
  return { fails: status === 'failed', evaluations }
}

/** Checks right gradients of one family, then the same ones with one coordinate wrong; the seed fixes everything. */
export const measureSensitivity = (
  family: Family,
  checks: number,
  seed: string,
  resolution?: number,
): Sensitivity => {
  const uniform = seedrandom(seed)
  const result: Sensitivity = {
    checks,
    falseAlarms: 0,
    inconclusive: 0,
    wrong: relativeErrors.map(() => 0),
    found: relativeErrors.map(() => 0),
    evaluations: 0,
    microseconds: 0,
    worst: 0,
  }
  for (let check = 0; check < checks; check++) {
    const problem = family(uniform)
    const { x, f, gradient } = problem
    const start = performance.now()
    const derivative = differentiate(f, x)
    const analytic = gradient(x)
    const verdict = compareGradient(analytic, derivative, { resolution })
    result.microseconds += (performance.now() - start) * 1000
    result.evaluations += verdict.evaluations
    const failing = verdict.coordinates.filter(({ status }) => status === 'failed')
    if (failing.some((coordinate) => stands(problem, derivative, coordinate).fails)) {
      result.falseAlarms++
    } else if (verdict.status !== 'passed') result.inconclusive++
    for (const { analytic, numeric, errorBound } of verdict.coordinates) {
      if (errorBound > 0) {
        result.worst = Math.max(result.worst, Math.abs(analytic - numeric) / errorBound)
      }
    }
    const candidates = [...analytic.keys()].filter((i) => analytic[i] !== 0)
    const chosen = candidates[Math.floor(uniform() * candidates.length)]
    const sign = uniform() < 0.5 ? -1 : 1
    if (chosen === undefined) continue
    const k = check % relativeErrors.length
    result.wrong[k]++
    const wrong = analytic.slice()
    wrong[chosen] *= 1 + sign * relativeErrors[k]
    const [worst] = compareGradient(wrong, derivative, { resolution }).coordinates
    if (worst.status === 'failed' && stands(problem, derivative, worst).fails) result.found[k]++
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
      percent(sensitivity.found[k], sensitivity.wrong[k]),
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
    wrong: relativeErrors.map((_, k) => total(({ wrong }) => wrong[k])),
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

/** What a check is asked to see where f is not smooth, or has fewer digits. */
const COARSE = 1e-3

const measureAll = (all: Readonly<Record<string, Family>>, each: number, seed: string) =>
  Object.entries(all).map(([name, family]) => {
    const resolution = name in families ? undefined : COARSE
    return [name, measureSensitivity(family, each, `${name} ${seed}`, resolution)] as const
  })

const main = () => {
  const sorts = process.argv.includes('--contrived') ? [contrived] : [families, roughFamilies]
  const count = sorts.reduce((sum, sort) => sum + Object.keys(sort).length, 0)
  const each = Math.ceil(Number(readOption('checks', '10000')) / count)
  if (!(each > 0)) throw new RangeError('--checks expects a positive number of checks')
  const seed = readOption('seed', '1')
  const [first, second = []] = sorts.map((sort) => measureAll(sort, each, seed))
  const rows = (some: typeof first) => some.map(([name, result]) => row(name, result))
  const together = (name: string, some: typeof first) =>
    row(name, sum(some.map(([, result]) => result)))
  const table =
    second.length === 0
      ? [...rows(first), together('all', first)]
      : [
          ...rows(first),
          together('all smooth', first),
          ...rows(second),
          together('all', [...first, ...second]),
        ]
  process.stdout.write(`${toTable(table)}\n`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main()

import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtIn } from '../src/assignment/built-in.ts'
import type { Job } from '../src/class/grade-job.ts'
import type { Outcome } from '../src/class/result.ts'
import { judgeThread } from '../src/class/worker-pool.ts'
import { examine } from '../src/grading/examination.ts'
import { openSubmission, type Argument, type Session } from '../src/submission/index.ts'
import { median } from './median.ts'

/**
 * What one submission of a class costs in processor time, beside the floor in the same run: an interpreter that starts
 * (with numpy, in Python), twice, and the very calls of the check made one after the other. The second start is a part
 * of the task: that answers depend on nothing but the arguments shows only in a fresh process, where some of the calls
 * are made again. The judge is a thread as those of a class are, once it is warm. On Linux, where the system says what
 * the children of a process took. After `npm run build`: node dist/bench/pace.js [rounds]
 */
const rounds = Number(process.argv[2] ?? 15)
/** Before V8 has compiled the judge. */
const warmUp = 10
/** A process for the calls, and a fresh one for those that are made again. */
const starts = 2
const fileOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const [{ outline, load }] = builtIn
const options = {
  seed: 1,
  runs: 100,
  hints: 'gentle',
  functions: outline.functions,
  sandbox: 'none',
  timeoutSeconds: 60,
  memoryMiB: 512,
  python: 'python3',
} as const

const cases = [
  {
    submission: fileOf('fixtures/submissions/right/common-js.js'),
    floor: [process.execPath, fileOf('bench/pace-floor.cjs')],
  },
  {
    submission: fileOf('fixtures/submissions/right/vectorised.py'),
    floor: ['python3', fileOf('bench/pace-floor.py')],
  },
]

const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000

/** Of the processes that have ended: proc(5) counts in ticks of 10 ms. */
function ofChildren(): number {
  const fields = readFileSync('/proc/self/stat', 'latin1').split(') ')[1].split(' ')
  return 10 * (Number(fields[13]) + Number(fields[14]))
}

const plain = (value: Argument) =>
  typeof value !== 'object' ? value : { shape: value.shape, data: Array.from(value.data) }

/** All calls of a check, by the names that they have in the submission, as JSON. */
async function recordedCalls(path: string): Promise<string> {
  const opened = await openSubmission(path, options)
  if (opened.status === 'error') throw new Error(opened.error.message)
  const { session } = opened
  const calls: unknown[] = []
  const call: Session['call'] = (name, args) => {
    const found = session.functions[name]
    calls.push([found.status === 'found' ? found.as : name, args.map(plain)])
    return session.call(name, args)
  }
  const { functions } = session
  const recording: Session = {
    sandbox: session.sandbox,
    functions,
    notes: session.notes,
    call,
    repeat: (again) => session.repeat(again),
    output: () => session.output(),
    close: () => session.close(),
  }
  await examine(await load(), recording, options)
  return JSON.stringify(calls)
}

const thread = judgeThread()

async function check(path: string): Promise<void> {
  const { functions: _, ...checking } = options
  const job: Job = { path, checking: { ...checking, assignment: outline.name } }
  thread.postMessage(job, [])
  const [outcome] = (await once(thread, 'message')) as [Outcome]
  const status = outcome.status === 'graded' ? outcome.report.status : outcome.message
  if (status !== 'passed') throw new Error(`${path}: expected passed, got ${status}`)
}

async function measureCheck(path: string) {
  const [judge, children, start] = [process.cpuUsage(), ofChildren(), performance.now()]
  await check(path)
  return {
    judge: milliseconds(process.cpuUsage(judge)),
    student: ofChildren() - children,
    wall: performance.now() - start,
  }
}

function measureFloor([command, ...args]: readonly string[]) {
  const [start, calls] = execFileSync(command, args, { encoding: 'utf8' }).split(' ').map(Number)
  return { start, calls }
}

const columns = ['judge', 'student', 'wall', 'start', 'calls'] as const
type Row = Record<(typeof columns)[number], number>

const folder = mkdtempSync(join(tmpdir(), 'gradproof-pace-'))
console.log(`floor: ${starts} x start + calls`)
console.log('ms'.padEnd(16), ...columns.map((name) => name.padStart(8)), 'of floor'.padStart(9))
const sums = { check: 0, floor: 0 }
try {
  for (const { submission, floor } of cases) {
    const name = basename(submission)
    const calls = join(folder, 'calls.json')
    // Where no package.json says how to read it.
    const copy = join(folder, name)
    copyFileSync(submission, copy)
    writeFileSync(calls, await recordedCalls(submission))
    for (let round = 0; round < warmUp; round++) await check(submission)
    const rows: Row[] = []
    for (let round = 0; round < rounds; round++) {
      rows.push({
        ...(await measureCheck(submission)),
        ...measureFloor([...floor, copy, calls]),
      })
    }
    const shown = columns.map((name) => median(rows.map((row) => row[name])).toFixed(0))
    const checks = rows.map(({ judge, student }) => judge + student)
    const floors = rows.map(({ start, calls }) => starts * start + calls)
    sums.check += median(checks)
    sums.floor += median(floors)
    const ratio = median(checks.map((cost, round) => cost / floors[round]))
    console.log(
      name.padEnd(16),
      ...shown.map((value) => value.padStart(8)),
      ratio.toFixed(2).padStart(9),
    )
  }
  console.log(`one of each: ${(sums.check / sums.floor).toFixed(2)} of the floor`)
} finally {
  await thread.terminate()
  rmSync(folder, { recursive: true })
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serialize } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { builtIn } from '../src/assignment/built-in.ts'
import { checking, kinds, type Member, writeClass } from './class-of-fixtures.ts'
import { median } from './median.ts'
import { record } from './recorded-calls.ts'

/**
 * How fast a class is graded beside what cannot be done without: the same student processes, two at a time, driven by
 * recorded lists of the same calls and nothing else. One half of that is measured before the class is graded and one
 * after it, so that a machine that grows slower or faster in between counts for neither. The memory of the judge, of
 * all its threads, is sampled while it grades.
 */
const count = Number(process.argv[2] ?? 1000)
const jobs = 2
const cli = fileURLToPath(new URL('../command/gradproof.cjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'gradproof-class-speed-'))
process.once('exit', () => rmSync(folder, { recursive: true }))

async function recordAll(): Promise<(readonly [string, string])[]> {
  const recordings: (readonly [string, string])[] = []
  for (const [index, kind] of kinds.entries()) {
    const path = join(folder, `recording-${index}`)
    writeFileSync(path, serialize(await recording(kind)))
    recordings.push([kind, path])
  }
  return recordings
}

async function recording(kind: string) {
  const { batches, repeated } = await record(kind, builtIn[0], checking)
  return { batches, repeated }
}

/** Seconds for the processes and the calls alone. */
async function floor(
  members: readonly Member[],
  recordings: readonly (readonly [string, string])[],
): Promise<number> {
  const program = new URL('class-floor.js', import.meta.url)
  const workers = Array.from(
    { length: jobs },
    () => new Worker(program, { workerData: recordings }),
  )
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const start = performance.now()
  const waiting = members.values()
  await Promise.all(
    workers.map(async (worker) => {
      for (const member of waiting) {
        worker.postMessage(member, [])
        await once(worker, 'message')
      }
    }),
  )
  const seconds = (performance.now() - start) / 1000
  await Promise.all(workers.map((worker) => worker.terminate()))
  return seconds
}

const residentMiB = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

interface Graded {
  readonly seconds: number
  /** MiB, sampled four times a second. */
  readonly memory: readonly number[]
}

async function grade(members: string): Promise<Graded> {
  const out = join(folder, 'out')
  const report = `json=${join(folder, 'report.json')}`
  const argv = [cli, 'grade', members, '--jobs', `${jobs}`, '--out', out, '--reporter', report]
  const start = performance.now()
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'ignore'] })
  const memory: number[] = []
  const sampling = setInterval(() => memory.push(residentMiB(child.pid!)), 250)
  const ended = once(child, 'exit')
  child.once('exit', () => clearInterval(sampling))
  const [code] = await ended
  if (code !== 0) throw new Error(`gradproof grade ended with ${code}`)
  return { seconds: (performance.now() - start) / 1000, memory }
}

/** The median of each tenth of the time. */
const tenths = (samples: readonly number[]): string =>
  Array.from({ length: 10 }, (_, tenth) => {
    const at = (part: number) => Math.floor((samples.length * part) / 10)
    return median(samples.slice(at(tenth), Math.max(at(tenth + 1), at(tenth) + 1))).toFixed(0)
  }).join(' ')

const members = writeClass(join(folder, 'class'), count)
const recordings = await recordAll()
const before = await floor(members.slice(0, count / 2), recordings)
const { seconds, memory } = await grade(join(folder, 'class'))
const after = await floor(members.slice(count / 2), recordings)
const least = before + after

console.log(`${count} submissions, ${jobs} at a time, ${checking.runs} problems a law`)
console.log(`graded    ${seconds.toFixed(1)} s, ${(count / seconds).toFixed(2)} a second`)
console.log(
  `floor     ${least.toFixed(1)} s (${before.toFixed(1)} before, ${after.toFixed(1)} after)`,
)
console.log(`ratio     ${(seconds / least).toFixed(2)}`)
console.log(`MiB of the judge in tenths of its time: ${tenths(memory)}`)

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serialize } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { builtIn } from '../src/assignment/built-in.ts'
import { partOf, type Shard } from '../src/class/shard.ts'
import { checking, kinds, type Member, writeClass } from './class-of-fixtures.ts'
import { median } from './median.ts'
import { record } from './recorded-calls.ts'

/**
 * How fast a class is graded beside what cannot be done without: the same student processes (two a submission: that
 * answers depend on nothing but the arguments shows only in a fresh process), two submissions at a time, driven by
 * recorded lists of the same calls and nothing else. Both take turns, a part of the class each time, so that a busy
 * machine slows both alike; a part is graded by a process of its own, whose start counts. Then the whole class is graded
 * by one process, and the memory of the judge, of all its threads, is sampled meanwhile.
 */
const count = Number(process.argv[2] ?? 1000)
const partSize = Number(process.argv[3] ?? 50)
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

/** Threads that replay calls. */
async function floorThreads(recordings: readonly (readonly [string, string])[]): Promise<Worker[]> {
  const program = new URL('class-floor.js', import.meta.url)
  const threads = Array.from(
    { length: jobs },
    () => new Worker(program, { workerData: recordings }),
  )
  await Promise.all(threads.map((thread) => once(thread, 'message')))
  return threads
}

/** Seconds for the processes and the calls alone. */
async function floor(members: readonly Member[], threads: readonly Worker[]): Promise<number> {
  const start = performance.now()
  const waiting = members.values()
  await Promise.all(
    threads.map(async (thread) => {
      for (const member of waiting) {
        thread.postMessage(member, [])
        await once(thread, 'message')
      }
    }),
  )
  return (performance.now() - start) / 1000
}

const residentMiB = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

interface Graded {
  readonly seconds: number
  /** MiB, sampled four times a second. */
  readonly memory: readonly number[]
}

async function grade({ index, count }: Shard, out: string): Promise<Graded> {
  const argv = ['--shard', `${index}/${count}`, '--jobs', `${jobs}`, '--out', join(folder, out)]
  argv.push('--reporter', `json=${join(folder, 'report.json')}`)
  const start = performance.now()
  const child = spawn(process.execPath, [cli, 'grade', join(folder, 'class'), ...argv], {
    stdio: ['ignore', 'ignore', 'ignore'],
  })
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
const threads = await floorThreads(await recordAll())
const parts = Math.ceil(count / partSize)
const pairs: { readonly graded: number; readonly least: number }[] = []
for (let index = 1; index <= parts; index++) {
  const shard = { index, count: parts }
  const least = await floor(partOf(members, shard), threads)
  pairs.push({ graded: (await grade(shard, 'parts')).seconds, least })
}
await Promise.all(threads.map((thread) => thread.terminate()))
const { seconds, memory } = await grade({ index: 1, count: 1 }, 'whole')

const total = (key: 'graded' | 'least') => pairs.reduce((sum, pair) => sum + pair[key], 0)
const ratio = median(pairs.map(({ graded, least }) => graded / least))
console.log(`${count} submissions, ${jobs} at a time, ${checking.runs} problems a law`)
console.log(`graded in ${parts} parts: ${total('graded').toFixed(1)} s`)
console.log(`processes and calls alone: ${total('least').toFixed(1)} s`)
console.log(`ratio of neighbouring parts, median: ${ratio.toFixed(2)}`)
console.log(`graded as a whole: ${seconds.toFixed(1)} s, ${(count / seconds).toFixed(2)} a second`)
console.log(`MiB of the judge in tenths of that time: ${tenths(memory)}`)

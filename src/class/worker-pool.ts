import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Job } from './grade-job.ts'
import type { Outcome } from './result.ts'

/** Beside this file, with the same ending: the command is bundled, the library is not. */
const program = new URL(`worker${extname(import.meta.url)}`, import.meta.url)

/** Takes an outcome; where it rejects, the work ends. */
export type TakeOutcome<Item> = (item: Item, outcome: Outcome) => Promise<void>

/**
 * Does a job for every item, `jobs` at a time, each in a thread of its own for the judge and in the processes of the
 * submission. A thread that ends in the middle of a job fails that job alone: another takes its place.
 */
export async function workThrough<Item>(
  items: readonly Item[],
  jobOf: (item: Item) => Job,
  jobs: number,
  report: TakeOutcome<Item>,
): Promise<void> {
  const waiting = items.values()
  const work = async () => {
    let worker: Worker | undefined
    let reported = Promise.resolve()
    for (const item of waiting) {
      worker ??= new Worker(program)
      const outcome = await outcomeOf(worker, jobOf(item))
      if (outcome === undefined) worker = undefined
      // The next job is under way while this one's outcome is written down.
      await reported
      reported = report(item, outcome ?? { status: 'harness-failure', message: gone })
    }
    await reported
    await worker?.terminate()
  }
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, work))
}

const gone = 'the thread that checked it ended before it had an answer'

/** Nothing where the thread ended first. */
const outcomeOf = (worker: Worker, job: Job): Promise<Outcome | undefined> =>
  new Promise((resolve) => {
    const settle = (outcome?: Outcome) => {
      worker.off('message', settle).off('error', fail).off('exit', fail)
      resolve(outcome)
    }
    const fail = () => settle()
    worker.on('message', settle).on('error', fail).on('exit', fail).postMessage(job, [])
  })

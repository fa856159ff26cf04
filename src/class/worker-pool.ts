import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Job } from './grade-job.ts'
import type { Outcome } from './result.ts'

/** Beside this file, with the same ending: the command is bundled, the library is not. */
const judge = new URL(`worker${extname(import.meta.url)}`, import.meta.url)

/** Takes an outcome; where it rejects, the work ends. */
export type TakeOutcome<Item> = (item: Item, outcome: Outcome) => Promise<void>

/**
 * Does a job for every item, `jobs` at a time, each in a thread of its own for the judge and in the processes of the
 * submission. A thread that ends in the middle of a job fails that job alone: another takes its place.
 *
 * @param program what the threads run: gets jobs, and answers each with its outcome
 */
export async function workThrough<Item>(
  items: readonly Item[],
  jobOf: (item: Item) => Job,
  jobs: number,
  take: TakeOutcome<Item>,
  program: URL = judge,
): Promise<void> {
  const waiting = items.values()
  const work = async () => {
    const thread = new Thread(program)
    // The next job is under way while the outcome of the last one is written down.
    let taken = Promise.resolve()
    try {
      for (const item of waiting) {
        const outcome = await thread.do(jobOf(item))
        await taken
        taken = take(item, outcome)
        // Its failure is met where it is awaited.
        taken.catch(() => {})
      }
      await taken
    } finally {
      await thread.end()
    }
  }
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, work))
}

/**
 * Thousands of calls are under way together: in V8's own 48 MiB for young objects their promises are collected while
 * they still live, and copied instead.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 96 }

/** A thread that checks submissions: gets jobs, and answers each with its outcome. */
export const judgeThread = (program: URL = judge): Worker => new Worker(program, { resourceLimits })

const gone: Outcome = {
  status: 'harness-failure',
  message: 'the thread that checked it ended before it had an answer',
}

/** A thread that is started anew where it has ended. */
class Thread {
  private worker: Worker | undefined
  private readonly program: URL

  constructor(program: URL) {
    this.program = program
  }

  do(job: Job): Promise<Outcome> {
    const worker = (this.worker ??= this.start())
    return new Promise((resolve) => {
      const settle = (outcome: Outcome) => {
        worker.off('message', settle).off('exit', fail)
        resolve(outcome)
      }
      const fail = () => settle(gone)
      worker.on('message', settle).on('exit', fail).postMessage(job, [])
    })
  }

  private start(): Worker {
    const worker = judgeThread(this.program)
    // What ends it is told by its exit, between two jobs as well.
    return worker
      .on('error', () => {})
      .once('exit', () => {
        this.worker = undefined
      })
  }

  async end(): Promise<void> {
    await this.worker?.terminate()
  }
}

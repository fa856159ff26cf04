import { expect, test } from 'vitest'
import type { Job } from '../../src/class/grade-job.ts'
import type { Outcome } from '../../src/class/result.ts'
import { workThrough } from '../../src/class/worker-pool.ts'

/** Answers with the path of the job, and ends or throws where the path says so. */
const program = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ path }) => {
      if (path === 'exit') process.exit(0)
      if (path === 'throw') throw new Error('out of luck')
      parentPort.postMessage({ status: 'harness-failure', message: 'did ' + path })
    })
  `)}`,
)

const jobOf = (path: string) => ({ path }) as Job

const messageOf = (outcome: Outcome) => (outcome.status === 'graded' ? '' : outcome.message)

test.for([1, 2, 5])(
  'every job has its outcome, whatever ends a thread, %d at a time',
  async (jobs) => {
    const outcomes = new Map<string, string>()
    const items = ['a', 'exit', 'b', 'throw', 'throw', 'c', 'exit']
    const take = (item: string, outcome: Outcome) => {
      outcomes.set(item, messageOf(outcome))
      return Promise.resolve()
    }
    await workThrough(items, jobOf, jobs, take, program)
    const gone = 'the thread that checked it ended before it had an answer'
    expect(Object.fromEntries(outcomes)).toEqual({
      a: 'did a',
      b: 'did b',
      c: 'did c',
      exit: gone,
      throw: gone,
    })
  },
)

test('the work ends where an outcome cannot be kept', async () => {
  const full = new Error('no space left')
  const take = () => Promise.reject(full)
  await expect(workThrough(['a', 'b', 'c', 'd'], jobOf, 2, take, program)).rejects.toBe(full)
})

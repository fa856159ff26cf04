import { parentPort } from 'node:worker_threads'
import { gradeJob, type Job } from './grade-job.ts'

/** A thread that checks one submission after another: gets jobs, and answers each with its outcome. */
parentPort?.on('message', async (job: Job) => {
  parentPort?.postMessage(await gradeJob(job), [])
})

import { readFileSync } from 'node:fs'
import { deserialize } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { builtIn } from '../src/assignment/built-in.ts'
import { checking } from './class-of-fixtures.ts'
import { type Recording, replay } from './recorded-calls.ts'

/** A thread that replays recorded calls on one submission after another: gets paths, and answers each when it is done. */
const [{ outline }] = builtIn
const recordings = new Map<string, Recording>()

for (const [kind, path] of workerData as readonly (readonly [string, string])[])
  recordings.set(kind, deserialize(readFileSync(path)) as Recording)

parentPort?.postMessage('ready', [])
parentPort?.on('message', async ({ kind, path }: { kind: string; path: string }) => {
  await replay(path, recordings.get(kind)!, { ...checking, functions: outline.functions })
  parentPort?.postMessage('done', [])
})

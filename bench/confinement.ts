import { fileURLToPath } from 'node:url'
import { median } from './median.ts'
import { openSubmission, type SandboxChoice } from '../src/submission/index.ts'

/**
 * What confinement costs: wall time from opening a submission over its first answer to its end, for
 * each way of confining, in turns. After `npm run build`: node dist/bench/confinement.js
 */
const rounds = 21
const sandboxes = ['none', 'permissions', 'bwrap'] as const
const folder = new URL('../../fixtures/submissions/right/', import.meta.url)
const submissions = {
  JavaScript: 'named-exports.mjs',
  TypeScript: 'typed.ts',
  Python: 'vectorised.py',
}

const functions = [{ name: 'loss', parameters: ['y', 't'] }]
const y = { shape: [2], data: Float64Array.of(1, 2) }

const milliseconds = async (path: string, sandbox: SandboxChoice): Promise<number> => {
  const from = performance.now()
  const limits = { timeoutSeconds: 60, memoryMiB: 512, python: 'python3' }
  const opened = await openSubmission(path, { functions, sandbox, ...limits })
  if (opened.status === 'error') throw new Error(opened.error.message)
  await opened.session.call('loss', [y, y])
  await opened.session.close()
  return performance.now() - from
}

for (const [language, name] of Object.entries(submissions)) {
  const path = fileURLToPath(new URL(name, folder))
  const times = new Map(sandboxes.map((sandbox) => [sandbox, [] as number[]]))
  await milliseconds(path, 'none')
  for (let round = 0; round < rounds; round++) {
    for (const sandbox of sandboxes) times.get(sandbox)?.push(await milliseconds(path, sandbox))
  }
  const none = median(times.get('none') ?? [])
  for (const [sandbox, values] of times) {
    const own = median(values)
    console.log(
      `${language.padEnd(11)} ${sandbox.padEnd(12)} ${own.toFixed(0).padStart(4)} ms` +
        `   ${(own - none).toFixed(0).padStart(4)} ms more than none (${(own / none).toFixed(2)} x)`,
    )
  }
}

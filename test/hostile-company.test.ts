import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openSubmission } from '../src/submission/index.ts'
import type { Report } from '../src/report.ts'

const cli = fileURLToPath(new URL('../dist/command/gradproof.cjs', import.meta.url))

const submissions = (kind: string, count: number): string[] =>
  readdirSync(`fixtures/submissions/${kind}`)
    .filter((name) => /\.(?:m?js|ts|py)$/.test(name))
    .slice(0, count)
    .map((name) => `fixtures/submissions/${kind}/${name}`)

const check = (paths: readonly string[]): Promise<Report[]> =>
  new Promise((resolve) => {
    const argv = [
      'check',
      ...paths,
      '--reporter',
      'json',
      '--runs',
      '10',
      '--timeout',
      '20',
      '--sandbox',
      'bwrap',
    ]
    const options = { maxBuffer: 2 ** 28, env: { ...process.env, CANARY: 'planted-in-the-parent' } }
    execFile(process.execPath, [cli, ...argv], options, (_, stdout) => {
      resolve(JSON.parse(stdout) as Report[])
    })
  })

const timeless = (report: Report): string => JSON.stringify({ ...report, durationMs: 0 })

// Some of these kill what they can and fork without end: they run where that ends with their namespace, or not at all.
const confined = await openSubmission('fixtures/submissions/right/common-js.js', {
  functions: [{ name: 'loss', parameters: ['y', 't'] }],
  sandbox: 'bwrap',
  timeoutSeconds: 20,
  memoryMiB: 512,
  python: 'python3',
}).catch(() => undefined)
if (confined?.status === 'opened') await confined.session.close()
const why = confined ? '' : ' (skipped: bubblewrap does not work here)'

test.skipIf(!confined)(
  `hostile submissions change nothing about the right ones checked beside them, and earn nothing${why}`,
  { timeout: 600_000 },
  async () => {
    const right = submissions('right', 20)
    const hostile = submissions('hostile', 20)
    const alternating = hostile.flatMap((path, index) => [path, ...right.slice(index, index + 1)])
    const [alone, together] = await Promise.all([check(right), check(alternating)])
    const beside = together.filter(({ submission }) => right.includes(submission.path))
    expect(beside.map(timeless)).toEqual(alone.map(timeless))
    const enemies = together.filter(({ submission }) => hostile.includes(submission.path))
    expect(enemies).toHaveLength(20)
    for (const { submission, score } of enemies) expect(score, submission.path).toBe(0)
    expect(JSON.stringify(together)).not.toContain('planted-in-the-parent')
  },
)

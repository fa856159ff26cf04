import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { confined, why } from './submission/bubblewrap.ts'
import type { Report } from '../src/report.ts'

const cli = fileURLToPath(new URL('../dist/command/gradproof.cjs', import.meta.url))

const submissions = (kind: string, count: number): string[] =>
  readdirSync(`fixtures/submissions/${kind}`)
    .filter((name) => /\.(?:m?js|ts|py)$/.test(name))
    .slice(0, count)
    .map((name) => `fixtures/submissions/${kind}/${name}`)

const options = {
  maxBuffer: 2 ** 28,
  // Less than the test has, which then says how far the command came.
  timeout: 570_000,
  killSignal: 'SIGKILL',
  env: { ...process.env, CANARY: 'planted-in-the-parent' },
} as const

const flags = ['--reporter', 'json', '--runs', '10', '--timeout', '20', '--sandbox', 'bwrap']

/** A submission that is wrong makes the command fail as well: it is by the reports that one sees that it has worked. */
const run = (paths: readonly string[]) =>
  new Promise<{ stdout: string; ending: string }>((resolve) => {
    execFile(
      process.execPath,
      [cli, 'check', ...paths, ...flags],
      options,
      (error, stdout, stderr) =>
        resolve({ stdout, ending: `${error?.signal ?? error?.code ?? 0}: ${stderr}` }),
    )
  })

async function check(paths: readonly string[]): Promise<Report[]> {
  const { stdout, ending } = await run(paths)
  try {
    return JSON.parse(stdout) as Report[]
  } catch (cause) {
    throw new Error(`the command ended without reports, with ${ending}`, { cause })
  }
}

const timeless = (report: Report): string => JSON.stringify({ ...report, durationMs: 0 })

test.skipIf(!confined)(
  `hostile submissions change nothing about the right ones checked beside them, and earn nothing${why}`,
  { timeout: 600_000 },
  async () => {
    const right = submissions('right', 20)
    const hostile = submissions('hostile', 20)
    expect(right).toHaveLength(20)
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

import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Report } from '../src/report.ts'

const cli = fileURLToPath(new URL('../dist/src/cli.js', import.meta.url))

const submissions = (kind: string, count: number): string[] =>
  readdirSync(`fixtures/submissions/${kind}`)
    .filter((name) => /\.(?:m?js|ts|py)$/.test(name))
    .slice(0, count)
    .map((name) => `fixtures/submissions/${kind}/${name}`)

const check = (paths: readonly string[]): Promise<Report[]> =>
  new Promise((resolve) => {
    const argv = ['check', ...paths, '--reporter', 'json', '--runs', '10', '--timeout', '20']
    const options = { maxBuffer: 2 ** 28, env: { ...process.env, CANARY: 'planted-in-the-parent' } }
    execFile(process.execPath, [cli, ...argv], options, (_, stdout) => {
      resolve(JSON.parse(stdout) as Report[])
    })
  })

const timeless = (report: Report): string => JSON.stringify({ ...report, durationMs: 0 })

test(
  'hostile submissions change nothing about the right ones checked beside them, and earn nothing',
  { timeout: 600_000 },
  async () => {
    const right = submissions('right', 19)
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

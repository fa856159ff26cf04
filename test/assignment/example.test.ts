import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

describe('the example', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const gradproof = (...argv: string[]): Promise<string> =>
    new Promise((resolve) => {
      execFile(process.execPath, ['dist/src/cli.js', ...argv], { cwd: root }, (_, stdout) =>
        resolve(stdout),
      )
    })

  test(
    'has less than 60 lines, and its submission gets the mistake named',
    { timeout: 60_000 },
    async () => {
      const lines = readFileSync(`${root}examples/ridge-regression.ts`, 'utf8').split('\n')
      expect(lines.length).toBeLessThan(60)
      const report = await gradproof(
        'check',
        'examples/ridge-regression.py',
        '--runs',
        '20',
        '--assignment',
        'examples/ridge-regression.ts',
      )
      expect(report).toContain('4 of 10 points')
      expect(report).toContain('mistake in gradient: penalty-gradient-missing')
      expect(report).toContain('--assignment examples/ridge-regression.ts --seed 1')
    },
  )
})

import { execFile, type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import type { Report } from '../../src/report.ts'

export const cli = fileURLToPath(new URL('../../dist/command/gradproof.cjs', import.meta.url))
const fixtures = fileURLToPath(new URL('../../fixtures/submissions', import.meta.url))

export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A folder of its own with a small class in it, in which commands are run. */
export class Classroom {
  readonly root = mkdtempSync(join(tmpdir(), 'gradproof-class-'))

  constructor() {
    mkdirSync(this.at('class'))
    afterAll(() => rmSync(this.root, { recursive: true }))
  }

  at(...parts: string[]): string {
    return join(this.root, ...parts)
  }

  /** Copies fixtures into the class, such as `right/closed-form.js`. */
  enrol(...names: string[]): void {
    for (const name of names)
      cpSync(join(fixtures, name), this.at('class', name.replace('/', '-')), { recursive: true })
  }

  run(argv: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
    return new Promise((resolve) => {
      const options = { cwd: this.root, env: { ...process.env, ...env }, maxBuffer: 2 ** 28 }
      execFile(process.execPath, [cli, ...argv], options, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
      })
    })
  }

  /** Grades the class with few problems, which is quick. */
  grade(...argv: string[]): Promise<Run> {
    return this.run(['grade', 'class', '--runs', '3', '--reporter', 'json', ...argv])
  }

  /** The same, to be killed. */
  start(...argv: string[]): ChildProcess {
    const words = [cli, 'grade', 'class', '--runs', '3', '--reporter', 'json', ...argv]
    return spawn(process.execPath, words, { cwd: this.root, stdio: 'ignore' })
  }

  results(out = 'gradproof-results'): string[] {
    return readdirSync(this.at(out, 'submissions'))
      .toSorted()
      .map((name) => this.at(out, 'submissions', name))
  }

  /** All files of a folder of results, but for the times in them. */
  contents(out = 'gradproof-results'): Record<string, string> {
    const entries = readdirSync(this.at(out), { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    return Object.fromEntries(
      files.map(({ parentPath, name }) => [
        name,
        timeless(readFileSync(join(parentPath, name), 'utf8')),
      ]),
    )
  }
}

export const timeless = (text: string): string => text.replaceAll(/"durationMs": \d+/g, '')

export const reportsIn = ({ stdout }: Run): Report[] => JSON.parse(stdout) as Report[]

/** How many submissions a run checked, by its lines of progress. */
export const checkedBy = ({ stderr }: Run): string[] =>
  Array.from(stderr.matchAll(/^\d+\/\d+ (.*?):/gm), ([, path]) => path)

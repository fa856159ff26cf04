import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { beforeAll, expect, test } from 'vitest'
import { blocksOf } from '../document.ts'
import { Classroom, cli, timeless } from './graded.ts'

const [matrix, job] = blocksOf('docs/sharding.md').filter(({ language }) => language === 'yaml')
const [array, mergeArray, mergeJob] = blocksOf('docs/sharding.md').filter(
  ({ language }) => language === 'bash',
)

/** Each starts the command five times or so, on a machine that may be busy. */
const patience = 180_000

const room = new Classroom()
let whole = ''

/** A command of the document, as the engine would run it. */
const shell = (command: string, env: NodeJS.ProcessEnv = {}): Promise<void> =>
  new Promise((resolve, reject) => {
    const path = `${room.at('bin')}:${process.env.PATH}`
    const options = { cwd: room.root, env: { ...process.env, PATH: path, ...env } }
    execFile('bash', ['-c', command], options, (error) => (error ? reject(error) : resolve()))
  })

const field = (text: string, pattern: RegExp): string => {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`Expected ${pattern} in the document`)
  return found
}

const merged = (): string => timeless(readFileSync(room.at('class.json'), 'utf8'))

beforeAll(async () => {
  room.enrol('right/closed-form.js', 'wrong/loss-half.js', 'broken/misspelt.js')
  cpSync(room.at('class'), room.at('submissions'), { recursive: true })
  mkdirSync(room.at('bin'))
  const program = `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`
  writeFileSync(room.at('bin', 'gradproof'), program, { mode: 0o755 })
  await shell('gradproof grade submissions --out whole --reporter json=class.json')
  whole = merged()
  expect(JSON.parse(readFileSync(room.at('class.json'), 'utf8'))).toHaveLength(3)
}, patience)

test(
  'the commands of the matrix of GitHub Actions make the report of the whole class',
  { timeout: patience },
  async () => {
    const shards = field(matrix.text, /shard: \[(.*)\]/).split(', ')
    const [grade, merge] = Array.from(
      matrix.text.matchAll(/run: (gradproof .*)/g),
      ([, one]) => one,
    )
    const [name, path] = [/name: (shard-.*)/, /path: (.*)/].map((each) => field(matrix.text, each))
    const downloads = field(matrix.text, /download-artifact@v4\n +with:\n +path: (.*)/)
    for (const shard of shards) {
      const named = (text: string) => text.replaceAll('${{ matrix.shard }}', shard)
      await shell(named(grade))
      cpSync(room.at(path), room.at(downloads, named(name)), { recursive: true })
      rmSync(room.at(path), { recursive: true })
    }
    rmSync(room.at('class.json'))
    await shell(merge)
    expect(merged()).toBe(whole)
  },
)

test('the commands of the array of Slurm do', { timeout: patience }, async () => {
  const [from, to] = field(array.text, /--array=(.*)/)
    .split('-')
    .map(Number)
  for (let task = from; task <= to; task++)
    await shell(array.text, {
      SLURM_ARRAY_TASK_ID: `${task}`,
      SLURM_ARRAY_TASK_COUNT: `${to - from + 1}`,
      SLURM_CPUS_PER_TASK: '2',
    })
  rmSync(room.at('class.json'))
  await shell(mergeArray.text)
  expect(merged()).toBe(whole)
  rmSync(room.at('results'), { recursive: true })
})

test('the commands of the indexed job of Kubernetes do', { timeout: patience }, async () => {
  const command = field(job.text, /- (gradproof .*)/)
  const completions = Number(field(job.text, /completions: (\d+)/))
  for (let index = 0; index < completions; index++)
    await shell(command, { JOB_COMPLETION_INDEX: `${index}` })
  rmSync(room.at('class.json'))
  await shell(mergeJob.text)
  expect(merged()).toBe(whole)
})

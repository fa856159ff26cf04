import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import seedrandom from 'seedrandom'
import { writeClass } from './class-of-fixtures.ts'

/**
 * A class that is graded with a SIGKILL at random moments, until as many have come as were asked for, and the same class
 * in shards, each compared with one run that nothing disturbs: every file of the results and the report, but for times.
 */
const [kills = 20, count = 60, shards = 4] = process.argv.slice(2).map(Number)
const cli = fileURLToPath(new URL('../command/gradproof.cjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'gradproof-class-kills-'))
process.once('exit', () => rmSync(folder, { recursive: true }))

const timeless = (text: string): string => text.replaceAll(/"durationMs": \d+/g, '')

const words = (...more: string[]): string[] => [cli, ...more, '--reporter', 'json=report.json']
const gradeWords = (out: string, ...more: string[]): string[] =>
  words('grade', 'class', '--runs', '20', '--out', out, ...more)

function finish(argv: readonly string[]): string {
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd: folder })
  if (status !== 0) throw new Error(`${argv.join(' ')}: ${status}: ${stderr.toString()}`)
  return timeless(readFileSync(join(folder, 'report.json'), 'utf8'))
}

/** Whether the run was still under way. */
async function killAfter(milliseconds: number, argv: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, argv, { cwd: folder, stdio: 'ignore' })
  const ended = once(child, 'exit')
  await sleep(milliseconds)
  child.kill('SIGKILL')
  const [, signal] = await ended
  return signal === 'SIGKILL'
}

const namesIn = (out: string): string[] =>
  (existsSync(join(folder, out))
    ? readdirSync(join(folder, out), { recursive: true, encoding: 'utf8' })
    : []
  )
    .filter((name) => name.endsWith('json'))
    .toSorted()

const contents = (out: string): string =>
  namesIn(out)
    .map((name) => `${name}\n${timeless(readFileSync(join(folder, out, name), 'utf8'))}`)
    .join('\n')

/** How many results were there and whole before a kill, and are not after it. */
function lost(before: ReadonlyMap<string, string>, out: string): number {
  const after = resultsIn(out)
  return Array.from(before).filter(([name, text]) => after.get(name) !== text).length
}

function resultsIn(out: string): Map<string, string> {
  const names = namesIn(out).filter((name) => name.startsWith('submissions'))
  return new Map(names.map((name) => [name, readFileSync(join(folder, out, name), 'utf8')]))
}

function milliseconds(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

const random = seedrandom('class kills')
writeClass(join(folder, 'class'), count)
let whole = ''
const undisturbed = milliseconds(() => {
  whole = finish(gradeWords('whole'))
})

let killed = 0
let losses = 0
let restarts = 0
while (killed < kills) {
  // What is done would not be killed any more: the class is graded from the start again.
  if (!(await killAfter((random() * undisturbed) / 4, gradeWords('killed')))) {
    rmSync(join(folder, 'killed'), { recursive: true, force: true })
    restarts++
    continue
  }
  killed++
  const kept = resultsIn('killed')
  await killAfter(50 * random(), gradeWords('killed'))
  losses += lost(kept, 'killed')
}
const resumed = finish(gradeWords('killed'))

const parts = Array.from({ length: shards }, (_, index) => `part-${index + 1}`)
for (const [index, out] of parts.entries())
  finish(gradeWords(out, '--shard', `${index + 1}/${shards}`))
const merged = finish(words('merge', ...parts))

const answer = (isSame: boolean): string => (isSame ? 'identical' : 'DIFFERENT')
console.log(`${count} submissions, ${killed} times SIGKILL, ${restarts} times from the start`)
console.log(`results that were there and are lost: ${losses}`)
console.log(`report after resuming: ${answer(resumed === whole)}`)
console.log(`files after resuming: ${answer(contents('killed') === contents('whole'))}`)
console.log(`report of ${shards} merged shards: ${answer(merged === whole)}`)
process.exitCode =
  losses === 0 && resumed === whole && merged === whole && contents('killed') === contents('whole')
    ? 0
    : 1

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from './median.ts'

/**
 * What a whole `gradproof check` of one small submission costs beside the bare interpreters that it cannot do without,
 * as the median of the ratios of neighbouring runs: the commands take turns, so that a busy machine slows all alike.
 */
const rounds = Number(process.argv[2] ?? 15)
const cli = fileURLToPath(new URL('../command/gradproof.cjs', import.meta.url))
const fixtures = fileURLToPath(new URL('../../fixtures/submissions/right/', import.meta.url))

function seconds(command: string, args: readonly string[]): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(command, args)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr.toString()}`)
  return (performance.now() - start) / 1000
}

const node = () => seconds(process.execPath, ['-e', '0'])
const numpy = () => seconds('python3', ['-c', 'import numpy'])
const check = (file: string, runs: number) => () =>
  seconds(
    process.execPath,
    `${cli} check ${fixtures}${file} --sandbox none --runs ${runs}`.split(' '),
  )

const cases = [
  { name: 'JavaScript, 1 problem a law', bare: node, run: check('common-js.js', 1) },
  { name: 'JavaScript, 100 problems a law', bare: node, run: check('common-js.js', 100) },
  {
    name: 'Python, 1 problem a law',
    bare: () => numpy() + node(),
    run: check('vectorised.py', 1),
  },
  {
    name: 'Python, 100 problems a law',
    bare: () => numpy() + node(),
    run: check('vectorised.py', 100),
  },
]

console.log('check'.padEnd(34), 'bare s'.padStart(8), 'check s'.padStart(8), 'ratio'.padStart(7))
for (const { name, bare, run } of cases) {
  const pairs = Array.from({ length: rounds }, () => [bare(), run()])
  const columns = [
    median(pairs.map(([alone]) => alone)),
    median(pairs.map(([, whole]) => whole)),
    median(pairs.map(([alone, whole]) => whole / alone)),
  ].map((value) => value.toFixed(3).padStart(8))
  console.log(name.padEnd(34), ...columns)
}

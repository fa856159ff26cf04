// Which law catches which mistake, as Markdown, and then what survives under 100 seeds: run
// `npm run --silent bench:kill-matrix` after `npm run build`. The page goes to standard output, the count to standard error.
import { killMatrixText } from './kill-matrix-text.ts'
import { functionNames, pairs, singles, survivors } from './kills.ts'

const seeds = 100

process.stdout.write(await killMatrixText())

const start = performance.now()
for (const name of functionNames) {
  const [one, two] = [singles(name), pairs(name)]
  const alive: string[] = []
  for (let seed = 1; seed <= seeds; seed++) {
    const found = await survivors(name, [...one, ...two], seed)
    alive.push(...found.map((mutant) => `  seed ${seed}: ${mutant}`))
  }
  console.error(
    [
      `${name}: ${one.length} singles, ${two.length} pairs, ${seeds} seeds, ${alive.length} survive`,
      ...alive,
    ].join('\n'),
  )
}
console.error(`${Math.round((performance.now() - start) / 1000)} s`)

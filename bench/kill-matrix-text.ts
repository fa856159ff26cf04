import type { FunctionName } from '../src/mistakes/mistake.ts'
import {
  fewestLaws,
  functionNames,
  type KillMatrix,
  killerOf,
  killMatrix,
  mostRuns,
  pairs,
} from './kills.ts'

const introduction = `# Which law catches which mistake

Every known mistake is applied to the reference, and every law of the assignment is tried on the result: ${mostRuns} problems
a law, seed 1. A number in parentheses is another way to make the same mistake. \`npm run bench:kill-matrix\`
prints this page, and then repeats the search under 100 seeds, for every pair of mistakes as well and with
generated problems alone.

A law that is not needed to catch anything says in its own words what a wrong gradient breaks.`

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function table({ laws, mutants, killed }: KillMatrix): string {
  const counts = laws.map((_, law) => String(killed.filter((each) => each[law]).length))
  const cells = [
    ['mistake', ...laws.map(({ name }) => name)],
    ...mutants.map(({ name }, i) => [name, ...killed[i].map((each) => (each ? '×' : ''))]),
    [`caught, of ${mutants.length}`, ...counts],
  ]
  const widths = cells[0].map((_, c) => Math.max(3, ...cells.map((each) => each[c].length)))
  const rule = row(widths.map((width) => '-'.repeat(width)))
  const [head, ...body] = cells.map((each) => row(each.map((cell, c) => cell.padEnd(widths[c]))))
  return [head, rule, ...body].join('\n')
}

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(', ')

async function section(name: FunctionName): Promise<string> {
  const matrix = await killMatrix(name, 1)
  const fewest = fewestLaws(matrix)
  const both = pairs(name)
  const killers = await Promise.all(both.map((pair) => killerOf(fewest, pair, 1)))
  const killed = killers.filter((killer) => killer !== undefined).length
  const others = matrix.laws.filter((law) => !fewest.includes(law)).map((law) => law.name)
  return [
    `## ${name}`,
    table(matrix),
    `The smallest set of laws that catches them all: ${listed(fewest.map((law) => law.name))}. ` +
      `It also catches ${killed} of the ${both.length} pairs.\nNot needed beside it: ${listed(others)}.`,
  ].join('\n\n')
}

/** Which law catches which mistake, as Markdown. */
export async function killMatrixText(): Promise<string> {
  const sections: string[] = []
  for (const name of functionNames) sections.push(await section(name))
  return `${[introduction, ...sections].join('\n\n')}\n`
}

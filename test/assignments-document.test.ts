import { expect, test } from 'vitest'
import { builtIn } from '../src/assignment/built-in.ts'
import { sumOfPoints } from '../src/sum-of-points.ts'
import { commandsOf, printed, textOf } from './document.ts'

const document = 'docs/assignments.md'

const rows = textOf(document)
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.replaceAll(/\s+/g, ' '))

test('the table has every built-in assignment, its functions and their points', async () => {
  const expected = await Promise.all(
    builtIn.map(async ({ outline, load }) => {
      const { laws } = await load()
      const functions = outline.functions.map(({ name }) => {
        const own = laws.filter((law) => law.function === name)
        return `\`${name}\` ${sumOfPoints(own.map(({ points }) => points))}`
      })
      return `| \`${outline.name}\` | ${functions.join(', ')} |`
    }),
  )
  expect(rows).toEqual(expected)
})

test.for(commandsOf(document))('$command prints what stands below it', ({ command, output }) => {
  expect(printed(command)).toBe(output)
})

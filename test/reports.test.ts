import { expect, test } from 'vitest'
import { commandsOf, printed } from './document.ts'

const reports = commandsOf('docs/reports.md')

test('five reports are shown', () => {
  expect(reports).toHaveLength(5)
})

test.for(reports)('$command prints what stands below it', ({ command, output }) => {
  expect(printed(command)).toBe(output)
})

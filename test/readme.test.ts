import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { blocksOf, commandsOf, printed, root } from './document.ts'

describe('the README', () => {
  const blocks = blocksOf('README.md')
  const scripts = blocks.flatMap(({ language, text }, index) =>
    language === 'js' ? [{ text, output: blocks[index + 1].text }] : [],
  )

  const commands = commandsOf('README.md')

  test('shows examples and commands', () => {
    expect(scripts).not.toEqual([])
    expect(commands).not.toEqual([])
  })

  test.for(scripts)('example %# prints what stands below it', ({ text, output }) => {
    const argv = ['--input-type=module', '--eval', text]
    expect(execFileSync(process.execPath, argv, { cwd: root, encoding: 'utf8' })).toBe(output)
  })

  test.for(commands)('command %# prints what stands below it', ({ command, output }) => {
    expect(printed(command)).toBe(output)
  })
})

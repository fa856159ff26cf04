import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(`${root}/README.md`, 'utf8')
const cli = `${root}/dist/src/cli.js`

interface Block {
  readonly language: string
  readonly text: string
}

const blocks: Block[] = Array.from(
  readme.matchAll(/^```(\w+)\n([^]*?)^```$/gm),
  ([, language, text]) => ({ language, text }),
)

describe('the README', () => {
  const scripts = blocks.flatMap(({ language, text }, index) =>
    language === 'js' ? [{ text, output: blocks[index + 1].text }] : [],
  )

  test.for(scripts)('example %# prints what stands below it', ({ text, output }) => {
    const argv = ['--input-type=module', '--eval', text]
    expect(execFileSync(process.execPath, argv, { cwd: root, encoding: 'utf8' })).toBe(output)
  })

  const consoles = blocks.filter(({ language }) => language === 'console')

  test.for(consoles)('command %# prints what stands below it', ({ text }) => {
    const [command, ...output] = text.split('\n')
    const [prompt, program, ...argv] = command.split(' ')
    expect([prompt, program]).toEqual(['$', 'gradproof'])
    const { stdout } = spawnSync(process.execPath, [cli, ...argv], { cwd: root, encoding: 'utf8' })
    expect(stdout.replace(/sandbox .*/, 'sandbox …')).toBe(output.join('\n'))
  })

  test('names only files that are there', () => {
    const links = Array.from(readme.matchAll(/\]\((?!https?:)([^)#]+)/g), ([, path]) => path)
    expect(links.length).toBeGreaterThan(0)
    for (const path of links) expect(() => readFileSync(`${root}/${path}`)).not.toThrow()
  })
})

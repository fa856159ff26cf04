import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
/** The command as it is built. */
export const cli = `${root}/dist/command/gradproof.cjs`

/** The text of a document, by its path from the root of the repository. */
export const textOf = (path: string): string => readFileSync(`${root}/${path}`, 'utf8')

export interface Block {
  readonly language: string
  readonly text: string
}

/** The fenced blocks of a document that name their language. */
export const blocksOf = (path: string): Block[] =>
  Array.from(textOf(path).matchAll(/^```(\w+)\n([^]*?)^```$/gm), ([, language, text]) => ({
    language,
    text,
  }))

export interface Command {
  readonly command: string
  readonly output: string
}

/** The commands of a document, each a block that starts with `$ gradproof`, and what stands below them. */
export const commandsOf = (path: string): Command[] =>
  blocksOf(path)
    .filter(({ language }) => language === 'console')
    .map(({ text }) => {
      const [command, ...output] = text.split('\n')
      return { command, output: output.join('\n') }
    })

/** What a command prints; which sandbox is the strongest depends on the machine. */
export function printed(command: string): string {
  const [prompt, program, ...argv] = command.split(' ')
  if (prompt !== '$' || program !== 'gradproof')
    throw new Error(`Expected a command that starts with '$ gradproof', but got '${command}'`)
  const { stdout } = spawnSync(process.execPath, [cli, ...argv], { cwd: root, encoding: 'utf8' })
  return stdout.replace(/sandbox .*/, 'sandbox …')
}

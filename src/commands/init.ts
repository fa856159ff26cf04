import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { assignmentNamed } from '../named-assignment/assignment-named.ts'
import { UsageError } from '../usage-error.ts'
import { initCommand } from './init-options.ts'
import { type KitFile, kitFiles } from '../kit/kit-files.ts'
import { version } from '../version.ts'

function write(folder: string, { path, text, executable }: KitFile): void {
  const target = join(folder, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text, { flag: 'wx', mode: executable ? 0o755 : 0o644 })
}

/** A kit is never written over what is there. */
function expectFree(folder: string, paths: readonly string[]): void {
  const there = paths.find((path) => existsSync(join(folder, path)))
  if (there !== undefined)
    throw new UsageError(`${join(folder, there)} is there already: init writes into a new folder`)
}

/** `gradproof init`; gives the exit code. */
export async function init(argv: readonly string[]): Promise<number> {
  const { folder, language, assignment } = initCommand(argv)
  const { outline } = await assignmentNamed(assignment)
  const own = outline.path === undefined ? undefined : basename(outline.path)
  const { title, functions } = outline
  const kit = {
    language,
    title,
    functions,
    version,
    assignment: own ?? outline.name,
    ownModule: own !== undefined,
  }
  const files = kitFiles(kit)
  const copied = own === undefined ? [] : [own]
  expectFree(folder, [...files.map(({ path }) => path), ...copied])
  for (const file of files) write(folder, file)
  for (const name of copied) copyFileSync(outline.path ?? '', join(folder, name))
  const list = [...files.map(({ path }) => path), ...copied].map((path) => `  ${path}\n`).join('')
  process.stdout.write(`made ${folder}\n${list}next: cd ${folder} && npm install && npm test\n`)
  return 0
}

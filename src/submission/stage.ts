import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join } from 'node:path'
import { spellings } from './names.ts'
import type { FunctionSpec } from './contract.ts'
import type { SubmissionSource } from './read-submission.ts'

/** A folder that holds a copy of the submission and nothing else; the process reads it there. */
export interface Stage {
  readonly folder: string
  /** The name under which the entry is loaded. */
  readonly entry: string
  /** Name of the global function to which a JavaScript entry hands what it declares. */
  readonly collector: string
  /** The statement that does so. */
  readonly epilogue: string
  remove(): void
}

/** Makes the folder, still empty: a process can be started on it while the files are prepared. */
export const createStage = (
  source: SubmissionSource,
  functions: readonly FunctionSpec[],
): Stage => {
  const collector = `gradproof$${randomBytes(8).toString('hex')}`
  const folder = mkdtempSync(join(tmpdir(), 'gradproof-'))
  chmodSync(folder, 0o755)
  return {
    folder,
    entry: entryName(source),
    collector,
    epilogue:
      source.identity.language === 'python' ? '' : handOver(source.text, collector, functions),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Writes the files; a JavaScript entry ends with the epilogue. */
export const fillStage = (stage: Stage, { entry, text, siblings, identity }: SubmissionSource) => {
  // Whether a script is a module is for itself to say, not for a package.json somewhere above.
  if (identity.language !== 'python') write(stage.folder, 'package.json', '{}')
  // Stripping types would move the epilogue: the process adds it then.
  const name = identity.language === 'typescript' ? stage.entry.replace(/js$/, 'ts') : stage.entry
  write(stage.folder, name, name.endsWith('.ts') ? text : text + stage.epilogue)
  for (const { name, bytes } of siblings.filter((one) => one !== entry)) {
    write(stage.folder, name, bytes)
  }
}

/** Names that would have to be quoted in a stack trace or a module's address are not kept. */
const entryName = ({ entry: { name } }: SubmissionSource): string => {
  const extension = extname(name)
  const plain = /^[\w-]+$/.test(basename(name, extension))
    ? basename(name, extension)
    : 'submission'
  return plain + (extension === '.ts' ? '.js' : extension)
}

const write = (folder: string, name: string, content: string | Buffer): void => {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
  writeFileSync(path, content, { mode: 0o644 })
}

const declaration = /\b(?:function\*?|class|const|let|var)\s+([A-Za-z_$][\w$]*)/g
const reserved = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum ' +
    'eval export extends false finally for function if implements import in instanceof interface ' +
    'let new null package private protected public return static super switch this throw true ' +
    'try typeof var void while with yield'
  ).split(' '),
)
/** More names than a script has functions; comments match the pattern as well. */
const mostNames = 300

/** Hands over the wanted functions and whatever else may be declared. */
const handOver = (text: string, collector: string, functions: readonly FunctionSpec[]): string => {
  const wanted = functions.flatMap(({ name }) => spellings(name))
  const declared = Array.from(text.matchAll(declaration), ([, name]) => name)
  const names = [...new Set([...wanted, ...declared])]
    .filter((name) => !reserved.has(name))
    .slice(0, mostNames)
  const entries = names.map(
    (name) => `${name}: typeof ${name} === 'undefined' ? undefined : ${name}`,
  )
  return `\n;globalThis[${JSON.stringify(collector)}]({ ${entries.join(', ')} })\n`
}

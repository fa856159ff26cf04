import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join } from 'node:path'
import { spellings } from './names.ts'
import type { FunctionSpec, SubmissionError } from './contract.ts'
import type { SubmissionSource } from './read.ts'

/** A folder that holds a copy of the submission and nothing else; the process reads it there. */
export interface Stage {
  readonly folder: string
  /** The entry's name in the folder. */
  readonly entry: string
  /** Name of the global function to which a JavaScript entry hands what it declares. */
  readonly collector: string
  remove(): void
}

/** Makes the folder, still empty: a process can be started on it while the files are prepared. */
export const createStage = (source: SubmissionSource, collector: string): Stage => {
  const folder = mkdtempSync(join(tmpdir(), 'gradproof-'))
  chmodSync(folder, 0o755)
  return {
    folder,
    entry: entryName(source),
    collector,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Writes the files as the interpreter wants them, or tells the syntax error that TypeScript has. */
export const fillStage = async (
  stage: Stage,
  source: SubmissionSource,
  functions: readonly FunctionSpec[],
): Promise<SubmissionError | undefined> => {
  const { language } = source.identity
  const text = language === 'typescript' ? await stripped(source.text) : source.text
  if (typeof text !== 'string') return text
  const epilogue = language === 'python' ? '' : handOver(source.text, stage.collector, functions)
  write(stage.folder, stage.entry, text + epilogue)
  for (const { name, bytes } of source.siblings) {
    const plain = extname(name) === '.ts' ? await stripped(bytes.toString('utf8')) : bytes
    if (typeof plain === 'string') write(stage.folder, name.replace(/ts$/, 'js'), plain)
    else if (Buffer.isBuffer(plain)) write(stage.folder, name, plain)
    else return { ...plain, message: `${basename(name)}: ${plain.message}` }
  }
  return undefined
}

const stripped = async (text: string): Promise<string | SubmissionError> => {
  const { stripTypes } = await import('./strip-types.ts')
  return stripTypes(text)
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

/** A last statement that hands over the wanted functions and whatever else may be declared. */
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

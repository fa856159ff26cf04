import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const fixtures = fileURLToPath(new URL('../../fixtures/submissions/', import.meta.url))

/** How `gradproof grade` checks where nothing else is said. */
export const checking = {
  seed: 1,
  runs: 100,
  sandbox: 'auto',
  timeoutSeconds: 60,
  memoryMiB: 512,
  python: 'python3',
} as const

export interface Member {
  readonly path: string
  /** The fixture that it is a copy of. */
  readonly kind: string
}

const written = (kind: 'right' | 'wrong', extensions: readonly string[], count: number) =>
  readdirSync(join(fixtures, kind))
    .filter((name) => extensions.includes(extname(name)))
    .slice(0, count)
    .map((name) => join(fixtures, kind, name))

/** In equal parts right and wrong, Python and JavaScript. */
export const kinds = [
  ...written('right', ['.py'], 5),
  ...written('right', ['.js', '.mjs'], 5),
  ...written('wrong', ['.py'], 5),
  ...written('wrong', ['.js', '.mjs'], 5),
]

/** Writes a class of that many submissions, no two of which have the same bytes. */
export function writeClass(folder: string, count: number): Member[] {
  mkdirSync(folder, { recursive: true })
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length]
    const extension = extname(kind)
    const path = join(folder, `student-${String(index).padStart(5, '0')}${extension}`)
    const comment = `${extension === '.py' ? '#' : '//'} student ${index}\n`
    writeFileSync(path, readFileSync(kind, 'utf8') + comment)
    return { path, kind }
  })
}

import { existsSync, readFileSync, statSync } from 'node:fs'
import { register } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Assignment } from '../assignment/assignment.ts'
import type { BuiltIn } from '../assignment/built-in.ts'
import { UsageError } from '../usage-error.ts'

const functionFields = ['implementation', 'diagnose', 'table'] as const

/** Whatever was exported: an assignment has these, however it was made. */
function isAssignment(value: unknown): value is Assignment<object> {
  if (typeof value !== 'object' || value === null) return false
  const fields: Readonly<Record<string, unknown>> = { ...value }
  return (
    functionFields.every((name) => typeof fields[name] === 'function') &&
    Array.isArray(fields.laws) &&
    typeof fields.outline === 'object'
  )
}

let registered = false

/** Types are stripped and `gradproof/…` is found from here on, whatever folder a module lies in. */
function registerHooks(): void {
  if (!registered) register(new URL('./assignment-hooks.js', import.meta.url))
  registered = true
}

async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  registerHooks()
  try {
    return (await import(pathToFileURL(resolve(path)).href)) as Record<string, unknown>
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    const place = error instanceof SyntaxError ? await placeOf(path) : ''
    throw new UsageError(`--assignment ${path}${place}: ${message}`)
  }
}

/** Node does not say where JavaScript cannot be read: a parser finds the line and the column, both counted from 1. */
async function placeOf(path: string): Promise<string> {
  if (path.endsWith('.ts')) return ''
  const { parse } = await import('acorn')
  try {
    parse(readFileSync(path, 'utf8'), { ecmaVersion: 'latest', sourceType: 'module' })
  } catch (thrown) {
    const { loc } = thrown as { loc?: { line: number; column: number } }
    if (loc) return `:${loc.line}:${loc.column + 1}`
  }
  return ''
}

/**
 * The assignment that a module exports by default. It is the instructor's own code and runs with the rights of this
 * process. Throws UsageError.
 */
export async function loadAssignment(path: string): Promise<BuiltIn> {
  if (!existsSync(path) || !statSync(path).isFile())
    throw new UsageError(`--assignment ${path}: there is no such file`)
  const { default: assignment } = await importModule(path)
  if (!isAssignment(assignment))
    throw new UsageError(
      `--assignment ${path}: expected \`export default defineAssignment({ … })\`, ${assignment === undefined ? 'the module has no default export' : 'the default export is something else'}`,
    )
  const loaded = { ...assignment, outline: { ...assignment.outline, path } }
  return { outline: loaded.outline, load: () => Promise.resolve(loaded) }
}

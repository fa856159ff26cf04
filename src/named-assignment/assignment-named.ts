import { builtIn, type BuiltIn } from '../assignment/built-in.ts'
import { UsageError } from '../usage-error.ts'

/** `./mine.ts`, `mine.js`: what no assignment is called. */
const isModulePath = (name: string): boolean => /[/\\]|\.m?[jt]s$/.test(name)

/** What `--assignment` names, or the module at that path exports; throws UsageError where there is no such assignment. */
export async function assignmentNamed(name: string): Promise<BuiltIn> {
  const found = builtIn.find(({ outline }) => outline.name === name)
  if (found) return found
  if (isModulePath(name)) return (await import('./load-assignment.ts')).loadAssignment(name)
  const names = builtIn.map(({ outline }) => outline.name).join(', ')
  throw new UsageError(`--assignment ${name}: expected one of ${names}, or a path to a module`)
}

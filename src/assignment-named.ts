import { builtIn, type BuiltIn } from './assignment/built-in.ts'
import { UsageError } from './cli-options.ts'

/** What `--assignment` names; throws UsageError where there is no such assignment. */
export function assignmentNamed(name: string): BuiltIn {
  const found = builtIn.find(({ outline }) => outline.name === name)
  if (found) return found
  const names = builtIn.map(({ outline }) => outline.name).join(', ')
  throw new UsageError(`--assignment ${name}: expected one of ${names}`)
}

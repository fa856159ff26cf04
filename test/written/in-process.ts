import { readFileSync } from 'node:fs'
import { runInThisContext } from 'node:vm'
import { transformSync } from '@swc/wasm-typescript'
import { CallError } from '../../properties/property.ts'
import type { Argument, Call, Returned, Tensor } from '../../src/assignment/assignment.ts'
import { unstack } from '../../src/assignment/returned.ts'

type Code = (...args: unknown[]) => unknown

const nested = (value: Returned): unknown =>
  typeof value === 'number' ? value : unstack(value as Tensor).map(nested)

const passed = (argument: Argument): unknown =>
  typeof argument === 'string' ? argument : nested(argument)

const isTensor = (value: Returned): value is Tensor =>
  typeof value === 'object' && !Array.isArray(value)

/** Arrays are rectangular arrays where their parts have one shape, and lists of parts where they do not. */
function returned(value: unknown): Returned {
  if (typeof value === 'number') return value
  const parts = Array.from(value as ArrayLike<unknown>, returned)
  if (parts.every((part) => typeof part === 'number'))
    return { shape: [parts.length], data: Float64Array.from(parts) }
  if (!parts.every(isTensor)) return parts
  const [{ shape }] = parts
  if (parts.some((part) => part.shape.join() !== shape.join())) return parts
  const data = parts.flatMap((part) => Array.from(part.data))
  return { shape: [parts.length, ...shape], data: Float64Array.from(data) }
}

/** The functions of a trusted submission in JavaScript or TypeScript. */
function functionsOf(source: string, names: readonly string[]): Record<string, Code> {
  const { code } = transformSync(source, { mode: 'strip-only', module: true })
  const body = code.replaceAll(/^export /gm, '')
  const evaluated: unknown = runInThisContext(`(() => { ${body}; return { ${names.join()} } })()`)
  return evaluated as Record<string, Code>
}

/** Calls of a trusted submission, in this very process and without the protocol; what it writes into is not seen. */
export function callsOf(source: string, names: readonly string[]): Call {
  const functions = functionsOf(source, names)
  return (name, given) => {
    try {
      const value = returned(functions[name](...given.map(passed)))
      return Promise.resolve({ value, mutated: [] })
    } catch (error) {
      return Promise.reject(new CallError('crash', String(error)))
    }
  }
}

export const callsOfFile = (path: string, names: readonly string[]): Call =>
  callsOf(readFileSync(path, 'utf8'), names)

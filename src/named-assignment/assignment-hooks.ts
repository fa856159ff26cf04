import { readFile } from 'node:fs/promises'
import type { LoadHook, ResolveHook } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * How modules of instructors are loaded (https://nodejs.org/docs/latest-v20.x/api/module.html#hooks): types are stripped,
 * because Node 20 cannot, and `gradproof` is this very one.
 */
export const resolve: ResolveHook = (specifier, context, next) =>
  /^gradproof(\/|$)/.test(specifier)
    ? next(specifier, { ...context, parentURL: import.meta.url })
    : next(specifier, context)

export const load: LoadHook = async (url, context, next) => {
  if (!/^file:.*\.ts$/.test(url)) return next(url, context)
  const path = fileURLToPath(url)
  return { format: 'module', shortCircuit: true, source: await stripped(path) }
}

async function stripped(path: string): Promise<string> {
  const { transformSync } = await import('@swc/wasm-typescript')
  try {
    return transformSync(await readFile(path, 'utf8'), { mode: 'strip-only', module: true }).code
  } catch (thrown) {
    throw new SyntaxError(`${path}${placeOf(thrown)}`, { cause: thrown })
  }
}

/** The parser's own words, with the line, which it counts from 1, and the column, which it counts from 0. */
function placeOf(thrown: unknown): string {
  const isLocated = typeof thrown === 'object' && thrown !== null && 'startLine' in thrown
  if (!isLocated) return `: ${String(thrown)}`
  const { message, startLine, startColumn }: Readonly<Record<string, unknown>> = { ...thrown }
  return `:${Number(startLine)}:${Number(startColumn) + 1}: ${String(message)}`
}

import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** What a student's process runs, in a folder that holds nothing else. */
export const programs = {
  javascript: fileOf('javascript/serve.cjs'),
  python: fileOf('python/serve.py'),
} as const

/** The modules of Python's program. */
export const pythonModules = fileOf('python/gradproof_serve')

/** What a JavaScript submission needs only sometimes. */
export const preparer = fileOf('javascript/prepare.cjs')

const resolved = new Map<string, string>()

const resolve = (name: string): string => {
  const path = resolved.get(name) ?? createRequire(import.meta.url).resolve(name)
  resolved.set(name, path)
  return path
}

export const parser = (): string => resolve('acorn')
export const stripper = (): string => resolve('@swc/wasm-typescript')

import { transformSync } from '@swc/wasm-typescript'
import type { SubmissionError } from './contract.ts'
import { printable } from './printable.ts'

/** What the compiler throws. */
interface Diagnostic {
  readonly code?: string
  readonly message?: string
  readonly startLine?: number
  readonly startColumn?: number
}

const isDiagnostic = (thrown: unknown): thrown is Diagnostic =>
  typeof thrown === 'object' && thrown !== null && 'startLine' in thrown

const diagnostic = (thrown: unknown): Diagnostic => (isDiagnostic(thrown) ? thrown : {})

/**
 * TypeScript without its types. Lines and columns stay, except where enums, namespaces or
 * parameter properties have to be turned into code.
 */
export const stripTypes = (text: string): string | SubmissionError => {
  try {
    return withLocalImports(strip(text))
  } catch (error) {
    return syntaxError(diagnostic(error))
  }
}

const strip = (text: string): string => {
  try {
    return transformSync(text, { mode: 'strip-only', module: true }).code
  } catch (error) {
    if (diagnostic(error).code !== 'UnsupportedSyntax') throw error
    return transformSync(text, { mode: 'transform', module: true }).code
  }
}

/** Files beside the entry are staged as `.js`. */
const withLocalImports = (code: string): string =>
  code.replaceAll(/((?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"\n]*)\.ts\2/g, '$1$2$3.js$2')

const syntaxError = ({ message, startLine, startColumn }: Diagnostic): SubmissionError => ({
  kind: 'syntax',
  message: printable(message ?? 'the file is too deeply nested to be read'),
  ...(startLine !== undefined && { line: startLine }),
  ...(startColumn !== undefined && { column: startColumn + 1 }),
})

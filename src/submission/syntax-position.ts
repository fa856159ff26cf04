import { parse } from 'acorn'
import type { SubmissionError } from './contract.ts'
import { printable } from './printable.ts'

/** Where JavaScript stops being JavaScript: engines tell the reason, and rarely the column. */
export const syntaxPosition = (text: string): SubmissionError | undefined => {
  const asModule = parseError(text, 'module')
  if (asModule === undefined) return undefined
  return parseError(text, 'script') && asModule
}

/** Acorn hangs the position on its error. */
const positionOf = (error: SyntaxError): { line?: number; column?: number } => {
  const place = 'loc' in error ? error.loc : undefined
  if (!(place instanceof Object) || !('line' in place) || !('column' in place)) return {}
  return { line: Number(place.line), column: Number(place.column) + 1 }
}

const parseError = (text: string, sourceType: 'module' | 'script'): SubmissionError | undefined => {
  try {
    parse(text, {
      ecmaVersion: 'latest',
      sourceType,
      allowHashBang: true,
      allowReturnOutsideFunction: true,
    })
    return undefined
  } catch (error) {
    if (!(error instanceof SyntaxError)) {
      return { kind: 'syntax', message: 'the file is too deeply nested to be read' }
    }
    const message = `SyntaxError: ${error.message.replace(/ \(\d+:\d+\)$/, '')}`
    return { kind: 'syntax', message: printable(message), ...positionOf(error) }
  }
}

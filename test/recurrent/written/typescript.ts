import type { ToWrite } from './settings.ts'
export const typescriptHead = ''
export const typescriptFunction = (_: ToWrite, name: string): string =>
  `export function ${name}() {}`

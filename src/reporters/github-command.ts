export interface Annotation {
  readonly level: 'error' | 'warning'
  readonly file: string
  readonly line?: number
  readonly title: string
  readonly message: string
}

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** A line that GitHub Actions shows beside the file (actions/toolkit, packages/core/src/command.ts). */
export function workflowCommand({ level, file, line, title, message }: Annotation): string {
  const properties = [
    `file=${escapeProperty(file)}`,
    ...(line === undefined ? [] : [`line=${line}`]),
    `title=${escapeProperty(title)}`,
  ]
  return `::${level} ${properties.join(',')}::${escapeData(message)}`
}

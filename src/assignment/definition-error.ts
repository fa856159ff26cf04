/** A definition of an assignment that cannot be used; the message names the field. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError'
}

/** A value as it is shown in messages. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (typeof value === 'function') return 'a function'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** Throws: the field, what was expected there, and what came. */
export function expected(field: string, what: string, value: unknown): never {
  throw new DefinitionError(`${field}: expected ${what}, got ${shown(value)}`)
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function anObject(
  field: string,
  what: string,
  value: unknown,
): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : expected(field, what, value)
}

export function oneOf(
  field: string,
  what: string,
  names: readonly string[],
  value: unknown,
): string {
  const name = names.find((each) => each === value)
  return name ?? expected(field, `${what} (${names.join(', ')})`, value)
}

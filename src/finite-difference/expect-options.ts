/**
 * Refuses options that are none, and an option that nothing reads, which would otherwise be passed over in silence:
 * TypeError.
 */
export const expectOptions = (options: unknown, known: Readonly<Record<string, true>>): void => {
  if (typeof options !== 'object' || options === null) {
    const received = options === null ? 'null' : `of type ${typeof options}`
    throw new TypeError(`options is ${received}: expected an object`)
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(known, name))
  if (unknown === undefined) return
  const names = Object.keys(known).join(', ')
  throw new TypeError(`options.${unknown} is unknown: expected some of ${names}`)
}

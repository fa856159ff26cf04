/** Refuses an option that nothing reads, which would otherwise be passed over in silence: TypeError. */
export const expectOptions = (options: object, known: Readonly<Record<string, true>>): void => {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(known, name))
  if (unknown === undefined) return
  const names = Object.keys(known).join(', ')
  throw new TypeError(`options.${unknown} is unknown: expected some of ${names}`)
}

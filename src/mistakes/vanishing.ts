/** Says where the error vanishes: the kinds of problem that are all right while others are wrong. */
export function vanishing<Subject>(
  subjects: readonly Subject[],
  isRight: (subject: Subject) => boolean,
  kinds: readonly (readonly [name: string, (subject: Subject) => boolean])[],
): string[] {
  return kinds
    .filter(([, holds]) => {
      const inside = subjects.filter(holds)
      return inside.length > 0 && inside.length < subjects.length && inside.every(isRight)
    })
    .map(([name]) => `The error vanishes at ${name}.`)
}

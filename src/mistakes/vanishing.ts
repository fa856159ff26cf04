/** A kind of problem, and what a problem of it and one of none have in common where they are equal otherwise. */
export interface Kind<Subject> {
  readonly name: string
  readonly holds: (subject: Subject) => boolean
  readonly otherwise: (subject: Subject) => string
}

/**
 * Says where the error vanishes: the kinds of problem that are all right, where every ordinary problem that is wrong has
 * one of the kind that is equal otherwise. Without it the error might as well vanish because that kind was tried on
 * short sequences or small batches alone.
 */
export function vanishing<Subject>(
  subjects: readonly Subject[],
  isRight: (subject: Subject) => boolean,
  kinds: readonly Kind<Subject>[],
): string[] {
  const wrong = subjects.filter((subject) => !isRight(subject))
  const ordinary = wrong.filter((subject) => !kinds.some(({ holds }) => holds(subject)))
  if (ordinary.length === 0) return []
  return kinds
    .filter(({ holds, otherwise }) => {
      const tried = new Set(subjects.filter(holds).map(otherwise))
      return !wrong.some(holds) && ordinary.every((subject) => tried.has(otherwise(subject)))
    })
    .map(({ name }) => `The error vanishes at ${name}.`)
}

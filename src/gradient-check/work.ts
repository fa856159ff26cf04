/**
 * Work that asks questions instead of calling functions: it is written once, and done by functions that return at once or
 * by ones that return promises.
 */
export type Work<Result, Question, Answer> = Generator<Question, Result, Answer>

/** Points at which the values of f are wanted. */
export interface Points {
  readonly count: number
  /** Writes point k, whole, into an array of x's length, whatever was in it. */
  readonly place: (k: number, into: Float64Array) => void
  /** Coordinates whose derivative is already known. */
  readonly settled: number
}

/** Work that asks for values of f. */
export type Evaluation<Result> = Work<Result, Points, ArrayLike<number>>

/** Does the work with answers that come at once. */
export const complete = <Result, Question, Answer>(
  work: Work<Result, Question, Answer>,
  answer: (question: Question) => Answer,
): Result => {
  let state = work.next()
  while (state.done !== true) state = work.next(answer(state.value))
  return state.value
}

/** Does the work with answers that are waited for, one at a time. */
export const completeAsync = async <Result, Question, Answer>(
  work: Work<Result, Question, Answer>,
  answer: (question: Question) => Promise<Answer>,
): Promise<Result> => {
  let state = work.next()
  while (state.done !== true) state = work.next(await answer(state.value))
  return state.value
}

/** Asks the questions of some work in the form of other questions. */
export function* translate<Result, Inner, Outer, Answer>(
  work: Work<Result, Inner, Answer>,
  toOuter: (question: Inner) => Outer,
): Work<Result, Outer, Answer> {
  let state = work.next()
  while (state.done !== true) state = work.next(yield toOuter(state.value))
  return state.value
}

/** Counts the values of f that the work asks for. */
export const counted = <Result>(
  work: Evaluation<Result>,
  tally: { evaluations: number },
): Evaluation<Result> =>
  translate(work, (points) => {
    tally.evaluations += points.count
    return points
  })

import seedrandom from 'seedrandom'
import { CallError } from '../../properties/property.ts'
import type { Argument, Call, CallResult, Returned } from '../assignment/assignment.ts'
import type { CallOutcome, CallRequest, Session } from '../submission/index.ts'

/** Of a function's calls one in ten is made again, the first dozen of these. */
const every = 10
const most = 12

interface Recorded extends CallRequest {
  readonly outcome: CallOutcome
}

const copied = (given: Argument): Argument =>
  typeof given !== 'object' ? given : { shape: given.shape, data: given.data.slice() }

function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const random = seedrandom(`${seed} repeat`)
  const keyed = items.map((item) => ({ item, key: random() }))
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item)
}

const isList = (value: Returned): value is readonly Returned[] => Array.isArray(value)

/** To the last bit: -0 is not 0, and NaN is NaN. */
function isSame(first: Returned, second: Returned): boolean {
  if (typeof first === 'number' || typeof second === 'number') return Object.is(first, second)
  if (isList(first) || isList(second)) {
    if (!isList(first) || !isList(second) || first.length !== second.length) return false
    return first.every((part, index) => isSame(part, second[index]))
  }
  const sameShape = first.shape.join() === second.shape.join()
  return sameShape && first.data.every((entry, index) => Object.is(entry, second.data[index]))
}

/** Errors need not have the same words, and one that is out of time says nothing about the answer. */
function differs(first: CallOutcome, second: CallOutcome): boolean {
  if (second.status === 'error' && second.error.kind === 'timeout') return false
  if (first.status === 'error' || second.status === 'error') return first.status !== second.status
  return !isSame(first.value, second.value)
}

function returnedOrThrown(outcome: CallOutcome): CallResult {
  if (outcome.status === 'returned') return outcome
  const { kind, message, line } = outcome.error
  throw new CallError(kind, line === undefined ? message : `${message} (line ${line})`)
}

/**
 * The calls of a session, a share of which is made again in another order in a fresh process: a function that then
 * answers differently depends on chance or on the calls before.
 */
export class RepeatedCalls {
  readonly #session: Session
  readonly #seed: number
  readonly #last: string
  readonly #counts = new Map<string, number>()
  readonly #recorded: Recorded[] = []
  #differing: Promise<Set<string>> | undefined

  /** `last`: the function that is checked last; once enough of its calls are recorded, all are made again meanwhile. */
  constructor(session: Session, last: string, seed: number) {
    this.#session = session
    this.#last = last
    this.#seed = seed
  }

  /** As the laws call: it gives a value or throws. */
  readonly call: Call = (name, given) =>
    this.#isDue(name)
      ? this.#callRecorded(name, given)
      : this.#session.call(name, given).then(returnedOrThrown)

  async #callRecorded(name: string, given: readonly Argument[]): Promise<CallResult> {
    const args = given.map(copied)
    const outcome = await this.#session.call(name, given)
    this.#record({ name, args, outcome })
    return returnedOrThrown(outcome)
  }

  /** The functions that answered otherwise when they were asked again. */
  nondeterministic(): Promise<Set<string>> {
    this.#differing ??= this.#repeat()
    return this.#differing
  }

  #isDue(name: string): boolean {
    const count = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, count)
    return count % every === 0 && count <= every * most
  }

  #record(recorded: Recorded): void {
    this.#recorded.push(recorded)
    if (recorded.name !== this.#last) return
    const enough = this.#recorded.filter(({ name }) => name === this.#last).length === most
    if (enough) void this.nondeterministic()
  }

  async #repeat(): Promise<Set<string>> {
    const calls = shuffled(this.#recorded, this.#seed)
    if (calls.length === 0) return new Set()
    const outcomes = await this.#session.repeat(calls)
    const differing = calls.filter(({ outcome }, index) => differs(outcome, outcomes[index]))
    return new Set(differing.map(({ name }) => name))
  }
}

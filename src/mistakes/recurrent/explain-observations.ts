import type { Quantities } from '../../../properties/property.ts'
import { entriesOf, shapeOf } from '../../../properties/quantity.ts'
import { doubleUnit, singleUnit } from '../rounding.ts'
import type { FunctionModel, Prediction } from './function-model.ts'
import type { RecurrentMistake, Way } from './recurrent-mistake.ts'
import type { Predicted } from './terms.ts'

/** A mistake, in the way in which it was made. */
export interface Made<Settings> {
  readonly mistake: RecurrentMistake<Settings>
  readonly way: Way<Settings>
}

/** A call on right arguments and what it returned, part by part. */
export interface Seen {
  readonly given: Quantities
  readonly received: Quantities
}

/** The fewest mistakes that give what was seen to rounding; more than two at once are a rewriting of the function. */
export type Explanation<Settings> =
  | { readonly status: 'right'; readonly precision: 'double' | 'single' }
  | {
      readonly status: 'explained'
      readonly made: readonly Made<Settings>[]
      readonly precision: 'double' | 'single'
    }
  | { readonly status: 'unexplained' }

/** The bounds are first order in the rounding of one operation; what is left out is far below this share of them. */
const slack = 4

function isPart(
  received: Seen['received'][string],
  { shape, value, error }: Predicted,
  unit: number,
) {
  if (shapeOf(received).join() !== shape.join()) return false
  const came = entriesOf(received)
  for (let i = 0; i < value.length; i++) {
    const allowed = slack * unit * error[i] + Number.MIN_VALUE
    // Nothing can be said where a bound is no number: relu may fall on either side of its kink.
    if (!(allowed < Infinity) || Object.is(came[i], value[i])) continue
    if (!(Math.abs(came[i] - value[i]) <= allowed)) return false
  }
  return true
}

interface Case<Settings> {
  readonly predict: Prediction<Settings>
  readonly parts: readonly Seen['received'][string][]
}

/** The last parts, the gradient over time, depend on least, so they rule out most. */
const fits = <Settings>(
  cases: readonly Case<Settings>[],
  settings: Settings,
  unit: number,
): boolean =>
  cases.every(({ predict, parts }) => {
    const predicted = predict(settings)
    for (let part = parts.length - 1; part >= 0; part--)
      if (!isPart(parts[part], predicted[part](), unit)) return false
    return true
  })

/** Whether two ways can hold together: they do not change the same place, and belong to different mistakes. */
const compatible = <Settings>(a: Made<Settings>, b: Made<Settings>): boolean =>
  a.mistake.id !== b.mistake.id &&
  Object.keys(a.way.settings).every((key) => !(key in b.way.settings))

function* sets<Settings>(
  all: readonly Made<Settings>[],
  size: 1 | 2,
): Generator<readonly Made<Settings>[]> {
  for (const [i, first] of all.entries()) {
    if (size === 1) yield [first]
    else for (const second of all.slice(i + 1)) if (compatible(first, second)) yield [first, second]
  }
}

const settingsOf = <Settings extends object>(
  right: Settings,
  made: readonly Made<Settings>[],
): Settings => Object.assign({}, right, ...made.map(({ way }) => way.settings))

const units = { double: doubleUnit, single: singleUnit } as const

/** Every way of making every mistake, in the order of preference: the usual way of each, then the others. */
function waysOf<Settings extends object>({ mistakes }: FunctionModel<Settings>): Made<Settings>[] {
  return mistakes.flatMap((mistake) => mistake.ways.map((way) => ({ mistake, way })))
}

/** Explains what a function returned on all the arguments that it was given. */
export function explainObservations<Settings extends object>(
  model: FunctionModel<Settings>,
  seen: readonly Seen[],
): Explanation<Settings> {
  const cases = seen.map(({ given, received }) => ({
    predict: model.on(given),
    parts: Object.values(received),
  }))
  for (const precision of ['double', 'single'] as const)
    if (fits(cases, model.right, units[precision])) return { status: 'right', precision }
  const all = waysOf(model)
  for (const size of [1, 2] as const)
    for (const precision of ['double', 'single'] as const)
      for (const made of sets(all, size))
        if (fits(cases, settingsOf(model.right, made), units[precision]))
          return { status: 'explained', made, precision }
  return { status: 'unexplained' }
}

import { type FunctionDeclaration, sizesIn } from '../../properties/assigned.ts'
import type { Sizes } from '../../properties/dimension.ts'
import type { Quantity } from '../../properties/property.ts'
import { entriesOf, indexPath, shapeName, shapeOf } from '../../properties/quantity.ts'
import { allowance } from '../../properties/rounding.ts'
import { show } from '../../properties/verdict.ts'
import { type Comparison, constantRatio, multipleFact } from '../mistakes/ratio.ts'
import { type Observed, within } from './defined-observation.ts'

function comparisonsOf(
  declaration: FunctionDeclaration,
  part: string,
  { given, received, expected }: Observed,
): Comparison[] {
  const { n = 1, T = 1 } = sizesIn(declaration, given)
  const { value, magnitude, ...bounds } = expected[part]
  const came = entriesOf(received[part])
  return Array.from(value, (each, index) => ({
    received: came[index],
    expected: each,
    bound: allowance(magnitude[index], bounds, 'double'),
    n,
    T,
  }))
}

const misshapen = (part: string, { right, received }: Observed): boolean =>
  shapeOf(right[part]).join() !== shapeOf(received[part]).join()

const isPartRight = (part: string, observed: Observed): boolean =>
  !misshapen(part, observed) &&
  within(observed.received, { [part]: observed.expected[part] }, 'single')

function transposed(quantity: Quantity): string | undefined {
  const [rows, columns, ...more] = shapeOf(quantity)
  if (columns === undefined || more.length > 0) return undefined
  const entries = entriesOf(quantity)
  return Array.from({ length: rows * columns }, (_, index) =>
    show(entries[(index % rows) * columns + Math.floor(index / rows)]),
  ).join()
}

const isTransposed = (part: string, { right, received }: Observed): boolean =>
  transposed(right[part]) === Array.from(entriesOf(received[part]), show).join()

function firstWrong(part: string, all: readonly Observed[]): string {
  const observed = all.find((each) => !isPartRight(part, each)) ?? all[0]
  const [right, came] = [entriesOf(observed.right[part]), entriesOf(observed.received[part])]
  const { magnitude, ...bounds } = observed.expected[part]
  const index = right.findIndex(
    (value, i) => !(Math.abs(came[i] - value) <= allowance(magnitude[i], bounds, 'single')),
  )
  const place = indexPath(shapeOf(observed.right[part]), index)
  return `${part} first departs at ${part}${place}: ${show(came[index])} where ${show(right[index])} was expected.`
}

function factOf(
  declaration: FunctionDeclaration,
  part: string,
  all: readonly Observed[],
): string | undefined {
  const wrong = all.filter((each) => !isPartRight(part, each))
  if (wrong.length === 0) return undefined
  const other = wrong.find((each) => misshapen(part, each))
  const flipped = all.every((each) => isTransposed(part, each))
  if (flipped) return `${part} is the transpose of what is expected.`
  if (other)
    return `${part} is ${shapeName(shapeOf(other.received[part]))} where ${shapeName(shapeOf(other.right[part]))} was expected.`
  const ratio = constantRatio(all.flatMap((each) => comparisonsOf(declaration, part, each)))
  return ratio === null ? firstWrong(part, all) : multipleFact(part, ratio)
}

const isRight = (observed: Observed): boolean =>
  Object.keys(observed.right).every((part) => isPartRight(part, observed))

const allBut = (sizes: Sizes, symbol: string): string =>
  Object.keys(sizes)
    .filter((each) => each !== symbol)
    .map((each) => sizes[each])
    .join()

/** Lengths of 1 with which nothing is wrong, while something is with the same lengths of everything else. */
function vanishing(
  declaration: FunctionDeclaration,
  name: string,
  all: readonly Observed[],
): string[] {
  const seen = all.map((each) => ({
    sizes: sizesIn(declaration, each.given),
    right: isRight(each),
  }))
  const wrong = seen.filter(({ right }) => !right)
  return Object.keys(seen[0].sizes)
    .filter((symbol) => {
      const ones = seen.filter(({ sizes }) => sizes[symbol] === 1)
      const tried = new Set(ones.map(({ sizes }) => allBut(sizes, symbol)))
      const isTried = wrong.some(({ sizes }) => tried.has(allBut(sizes, symbol)))
      return isTried && ones.every(({ right }) => right)
    })
    .map((symbol) => `${name} is right wherever ${symbol} = 1.`)
}

/** The sharpest facts about a wrong function that no set of known mistakes explains. */
export function definedFacts(
  declaration: FunctionDeclaration,
  name: string,
  all: readonly Observed[],
): string[] {
  const parts = Object.keys(declaration.returns)
  const facts = parts.map((part) => factOf(declaration, part, all))
  const right = parts.filter((_, index) => facts[index] === undefined)
  return [
    ...facts.filter((fact) => fact !== undefined),
    ...right.map((part) => `${part} is right on every problem.`),
    ...vanishing(declaration, name, all),
  ]
}

import type { Assigned } from './assigned.ts'
import type { Declared } from './declared.ts'
import { placesKept, solved } from './dimension.ts'
import type { Quantities, Quantity } from './property.ts'
import { entriesOf, mapQuantities, quantityOf, shapeOf } from './quantity.ts'

/** The declaration of a quantity, wherever it goes in or comes out. */
export function declarationOf({ functions }: Assigned, name: string): Declared | undefined {
  for (const { parameters, returns } of Object.values(functions)) {
    if (name in parameters) return parameters[name]
    if (name in returns) return returns[name]
  }
  return undefined
}

/** The entries of an array at these places of each axis, in this order. */
export function taken(quantity: Quantity, places: readonly (readonly number[])[]): Quantity {
  const data = entriesOf(quantity)
  let indices = [0]
  for (const [axis, length] of shapeOf(quantity).entries())
    indices = indices.flatMap((start) => places[axis].map((place) => start * length + place))
  const shape = places.map((each) => each.length)
  return quantityOf(
    shape,
    Float64Array.from(indices, (index) => data[index]),
  )
}

export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index)

/** The quantity with these places of a symbol's axes, in this order. */
export function takenAlong(
  quantity: Quantity,
  { dimensions }: Declared,
  symbol: string,
  order: readonly number[],
): Quantity {
  const places = shapeOf(quantity).map((length, axis) => {
    const along = dimensions[axis]
    if (along.symbol !== symbol) return range(0, length)
    return placesKept(along, solved(along, length), order)
  })
  return taken(quantity, places)
}

export const hasAxis = (assigned: Assigned, name: string, symbol: string): boolean =>
  declarationOf(assigned, name)?.dimensions.some((each) => each.symbol === symbol) ?? false

/** How many samples there are in what a function is given. */
export function countOf(assigned: Assigned, given: Quantities, symbol: string): number {
  for (const [name, quantity] of Object.entries(given)) {
    const declared = declarationOf(assigned, name)
    if (declared === undefined) continue
    const axis = declared.dimensions.findIndex((each) => each.symbol === symbol)
    if (axis >= 0) return solved(declared.dimensions[axis], shapeOf(quantity)[axis])
  }
  throw new RangeError(`nothing has the dimension ${symbol}`)
}

/** Every quantity with these samples, in this order; those without samples stay as they are. */
export const samplesOf = (
  assigned: Assigned,
  given: Quantities,
  symbol: string,
  order: readonly number[],
): Quantities =>
  mapQuantities(given, (quantity, name) => {
    const declared = declarationOf(assigned, name)
    return declared ? takenAlong(quantity, declared, symbol, order) : quantity
  })

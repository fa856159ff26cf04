import type { Quantities, Quantity } from './property.ts'

/** Empty for a number. */
export function shapeOf(quantity: Quantity): readonly number[] {
  if (typeof quantity === 'number') return []
  if (quantity instanceof Float64Array) return [quantity.length]
  return 'shape' in quantity ? quantity.shape : [quantity.rows, quantity.columns]
}

/** In row-major order. */
export function entriesOf(quantity: Quantity): Float64Array {
  if (typeof quantity === 'number') return Float64Array.of(quantity)
  return quantity instanceof Float64Array ? quantity : quantity.data
}

/** The quantity of this shape with these entries. */
export function quantityOf(shape: readonly number[], data: Float64Array): Quantity {
  if (shape.length === 0) return data[0]
  if (shape.length === 1) return data
  if (shape.length === 2) return { rows: shape[0], columns: shape[1], data }
  return { shape, data }
}

/** The same shape with other entries. */
export const withEntries = (quantity: Quantity, data: Float64Array): Quantity =>
  quantityOf(shapeOf(quantity), data)

export const copyOf = (quantity: Quantity): Quantity =>
  withEntries(quantity, entriesOf(quantity).slice())

export const mapQuantities = (
  quantities: Quantities,
  change: (quantity: Quantity, name: string) => Quantity,
): Quantities =>
  Object.fromEntries(
    Object.entries(quantities).map(([name, quantity]) => [name, change(quantity, name)]),
  )

export const copyAll = (quantities: Quantities): Quantities => mapQuantities(quantities, copyOf)

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1)

/** Where an entry stands: '[2][0][1]', and nothing for a number. */
export function indexPath(shape: readonly number[], index: number): string {
  let [path, rest] = ['', index]
  for (const length of shape.toReversed()) {
    path = `[${rest % length}]${path}`
    rest = Math.floor(rest / length)
  }
  return path
}

export const shapeName = (shape: readonly number[]): string => {
  if (shape.length === 0) return 'a number'
  return shape.length === 1 ? `a vector of ${shape[0]}` : `a ${shape.join(' x ')} array`
}

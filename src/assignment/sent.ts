import type { Quantity } from '../../properties/property.ts'
import { entriesOf, shapeOf } from '../../properties/quantity.ts'
import type { Argument } from './assignment.ts'

/** As it goes over to the submission; arrays share their memory with the quantity. */
export const sent = (quantity: Quantity): Argument =>
  typeof quantity === 'number' ? quantity : { shape: shapeOf(quantity), data: entriesOf(quantity) }

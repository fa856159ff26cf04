import {
  type AnyImplementation,
  type FunctionDeclaration,
  type Functions,
  shapeIn,
  sizesIn,
} from '../../properties/assigned.ts'
import { type Declared, symbols } from '../../properties/declared.ts'
import type { Sizes } from '../../properties/dimension.ts'
import type { Quantities, Quantity } from '../../properties/property.ts'
import { quantityOf } from '../../properties/quantity.ts'
import type { Argument, Call, Returned } from './assignment.ts'
import { mirror } from './mirror.ts'
import { isParts, returnedNumber, returnedParts, returnedTensor } from './returned.ts'
import { sent } from './sent.ts'

/** In the order of their declaration, as they go over to the submission. */
export const argumentsOf = ({ parameters }: FunctionDeclaration, given: Quantities): Argument[] =>
  Object.entries(parameters).map(([name, { choices }]) => {
    const quantity = given[name]
    return choices && typeof quantity === 'number' ? choices[quantity] : sent(quantity)
  })

/** 'H x H, one row a unit'; nothing is said where the symbols are the numbers themselves. */
function meaningOf(declared: Declared): string {
  const inSymbols = declared.dimensions.some(({ symbol }) => symbol !== undefined)
  return [inSymbols ? symbols(declared) : '', declared.meaning ?? ''].filter(Boolean).join(', ')
}

function read(where: string, value: Returned, declared: Declared, sizes: Sizes): Quantity {
  const shape = shapeIn(declared, sizes)
  if (shape.length === 0) return returnedNumber(where, value)
  return quantityOf(shape, returnedTensor(where, value, shape, meaningOf(declared)).data)
}

/** What came, in the shapes that were asked for; rejects with a CallError that says which part is not. */
function readAll(
  name: string,
  { returns }: FunctionDeclaration,
  value: Returned,
  sizes: Sizes,
): Quantity | Quantities {
  const names = Object.keys(returns)
  if (names.length === 1) return read(name, value, returns[names[0]], sizes)
  const parts = returnedParts(name, value, names.length, `[${names.join(', ')}]`)
  return Object.fromEntries(
    names.map((part, index) => [
      part,
      read(`for ${part} ${name}`, parts[index], returns[part], sizes),
    ]),
  )
}

/** A submission's functions, called with arguments in the order of their declaration. */
export function definedSubmission(functions: Functions, call: Call): AnyImplementation {
  const one = (name: string, declaration: FunctionDeclaration) => async (given: Quantities) => {
    const args = argumentsOf(declaration, given)
    // An argument written into may not tell its shape's symbols any more.
    const sizes = sizesIn(declaration, given)
    const result = await call(name, args)
    mirror(result, args)
    return readAll(name, declaration, result.value, sizes)
  }
  return Object.fromEntries(
    Object.entries(functions).map(([name, declaration]) => [name, one(name, declaration)]),
  )
}

const loose = (value: Returned): Quantity | undefined => {
  if (typeof value === 'number') return value
  return isParts(value) ? undefined : quantityOf(value.shape, value.data)
}

/** What came in whatever shapes, by the names of the parts; undefined where it is not made of as many arrays. */
export function looselyRead(
  { returns }: FunctionDeclaration,
  value: Returned,
): Quantities | undefined {
  const names = Object.keys(returns)
  const parts = names.length === 1 ? [value] : partsOf(value)
  if (parts?.length !== names.length) return undefined
  const read: Quantities = {}
  for (const [index, name] of names.entries()) {
    const quantity = loose(parts[index])
    if (quantity === undefined) return undefined
    read[name] = quantity
  }
  return read
}

function partsOf(value: Returned): readonly Returned[] | undefined {
  if (typeof value === 'number') return undefined
  return isParts(value) ? value : returnedParts('', value, value.shape[0], '')
}

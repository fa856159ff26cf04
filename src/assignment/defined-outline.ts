import type { Functions } from '../../properties/assigned.ts'
import { type Declared, symbols } from '../../properties/declared.ts'
import type { AssignmentOutline } from './assignment.ts'

const shapeText = (declared: Declared): string => {
  if (declared.dimensions.length === 0) return 'a number'
  return declared.dimensions.length === 1 ? `a vector of ${symbols(declared)}` : symbols(declared)
}

const described = (name: string, declared: Declared): string =>
  `${name}: ${shapeText(declared)}${declared.meaning === undefined ? '' : ` (${declared.meaning})`}`

function returnedText(returns: Functions[string]['returns']): string {
  const parts = Object.entries(returns).map(([name, declared]) => described(name, declared))
  return parts.length === 1 ? parts[0] : `[${parts.join(', ')}]`
}

export interface Named {
  readonly name: string
  readonly title?: string
  readonly functions: Functions
}

/** What is known of a defined assignment before its laws are loaded. */
export const outlineOf = ({ name, title, functions }: Named): AssignmentOutline => ({
  name,
  title: title ?? name,
  functions: Object.entries(functions).map(([each, { parameters, returns }]) => ({
    name: each,
    parameters: Object.keys(parameters),
    returns: returnedText(returns),
  })),
})

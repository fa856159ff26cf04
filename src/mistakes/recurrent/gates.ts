import { beside, columnsFrom, mapped, type Terms } from './terms.ts'

const logistic = (a: number): number => 1 / (1 + Math.exp(-a))

export const sigmoid = (a: Terms): Terms => mapped(a, logistic, (s) => s * (1 - s))
export const tanh = (a: Terms): Terms => mapped(a, Math.tanh, (s) => (1 - s) * (1 + s))

/** The columns of a gate, by its letter, among all of them in that order. */
export function gate(all: Terms, order: string, letter: string): Terms {
  const units = all.columns / order.length
  return columnsFrom(all, order.indexOf(letter) * units, units)
}

/** Gates by their letters, put next to each other in that order. */
export const gatesInOrder = (gates: Readonly<Record<string, Terms>>, order: string): Terms =>
  beside(Array.from(order, (letter) => gates[letter]))

/** Every order of the letters but their own. */
export function otherOrders(letters: string): string[] {
  return orders(letters).filter((order) => order !== letters)
}

function orders(letters: string): string[] {
  if (letters.length < 2) return [letters]
  return Array.from(letters).flatMap((first) =>
    orders(letters.replace(first, '')).map((rest) => first + rest),
  )
}

/** The shape of what a call returned, where it is made of numbers. */
'use strict'

const deepest = 8

/** What a call returned is not made of numbers. */
class Refused extends Error {}

/** @param {unknown} value */
const nameOf = (value) => {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'string') return `the string ${JSON.stringify(value.slice(0, 40))}`
  if (typeof value === 'bigint') return 'a BigInt'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** @param {unknown} value @param {number[]} path @returns {never} */
const refuse = (value, path) => {
  if (path.length === 0) {
    const forgotten = value === undefined ? ' (is a return statement missing?)' : ''
    throw new Refused(
      `returned ${nameOf(value)}, where a number or an array of numbers was expected${forgotten}`,
    )
  }
  const element = path.map((index) => `[${index}]`).join('')
  const what = value === undefined ? 'missing (undefined)' : nameOf(value)
  throw new Refused(
    `element ${element} of what was returned is ${what}, where a number was expected`,
  )
}

/** @param {any} value */
const isMatrix = (value) =>
  Number.isInteger(value.rows) &&
  Number.isInteger(value.columns) &&
  typeof value.data === 'object' &&
  value.data !== null &&
  value.data.length === value.rows * value.columns

/** @param {any} value */
const isArrayLike = (value) =>
  Array.isArray(value) ||
  (typeof value === 'object' &&
    value !== null &&
    Number.isInteger(value.length) &&
    value.length >= 0)

let budget = 0

/** @param {number} numbers that what is looked at from now on may hold */
const allow = (numbers) => {
  budget = numbers
}

/** How many of the first elements are numbers. @param {ArrayLike<unknown>} value */
const leadingNumbers = (value) => {
  const { length } = value
  let i = 0
  while (i < length && typeof value[i] === 'number') i++
  return i
}

/** Undefined: a list. `path` leads to what is refused. @param {any} value @param {number[]} path @returns {number[] | undefined} */
const shapeOf = (value, path) => {
  if (typeof value === 'number') return []
  if (typeof value !== 'object' || value === null) return refuse(value, path)
  if (isMatrix(value)) {
    shapeOf(value.data, path)
    return [value.rows, value.columns]
  }
  if (!isArrayLike(value)) return refuse(value, path)
  const { length } = value
  budget -= length
  if (budget < 0) throw new Refused('returned far more numbers than were passed')
  if (path.length === deepest) throw new Refused(`returned arrays nested more than ${deepest} deep`)
  const numbers = leadingNumbers(value)
  return numbers === length ? [length] : shapeOfParts(value, numbers, path)
}

/** @param {ArrayLike<unknown>} value @param {number} numbers @param {number[]} path */
const shapeOfParts = (value, numbers, path) => {
  const { length } = value
  /** @type {number[] | undefined} */
  let first = numbers > 0 ? [] : undefined
  let same = true
  for (let i = numbers; i < length; i++) {
    path.push(i)
    const shape = shapeOf(value[i], path)
    path.pop()
    if (i === 0) first = shape
    else same &&= sameShape(shape, first)
  }
  return same && first ? [length, ...first] : undefined
}

/** @param {number[] | undefined} a @param {number[] | undefined} b */
const sameShape = (a, b) =>
  a !== undefined && b !== undefined && a.length === b.length && a.every((n, i) => n === b[i])

module.exports = { Refused, allow, isArrayLike, shapeOf }

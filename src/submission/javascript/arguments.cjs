/** Arguments as the words of a batch hold them: a number, a text, or rows within rows. */
'use strict'

const textRank = -1

/** @typedef {number | string | Array<any>} Argument */

/** How many numbers an array has, of whose dimensions there are so many from `at` on. @param {Float64Array} words @param {number} rank @param {number} at */
const sizeAt = (words, rank, at) => {
  let size = 1
  for (let axis = 0; axis < rank; axis++) size *= words[at + axis]
  return size
}

/**
 * The argument that stands at `at`.
 *
 * @param {Float64Array} words @param {number} at @returns {Argument}
 */
const argumentAt = (words, at) => {
  const rank = words[at]
  if (rank === 0) return words[at + 1]
  if (rank !== textRank) return nested(words, rank, at + 1, at + 1 + rank)
  return String.fromCodePoint(...words.subarray(at + 2, at + 2 + words[at + 1]))
}

/** Where the argument after the one at `at` stands. @param {Float64Array} words @param {number} at */
const afterArgument = (words, at) => {
  const rank = words[at]
  if (rank === 0) return at + 2
  if (rank === textRank) return at + 2 + words[at + 1]
  return at + 1 + rank + sizeAt(words, rank, at + 1)
}

/**
 * Rows within rows: the dimensions stand in the words from `shapeAt` on, the numbers from `at` on.
 *
 * @param {Float64Array} words @param {number} rank @param {number} shapeAt @param {number} at
 * @returns {Array<any>}
 */
const nested = (words, rank, shapeAt, at) => {
  const length = words[shapeAt]
  const array = []
  if (rank === 1) {
    for (let i = 0; i < length; i++) array.push(words[at + i])
    return array
  }
  const size = sizeAt(words, rank - 1, shapeAt + 1)
  for (let i = 0; i < length; i++) {
    array.push(nested(words, rank - 1, shapeAt + 1, at + i * size))
  }
  return array
}

/**
 * Whether the argument at `at` still is what was passed; a number or a text cannot be anything else.
 *
 * @param {any} value @param {Float64Array} words @param {number} at
 */
const isUnchanged = (value, words, at) => {
  const rank = words[at]
  return rank <= 0 || isSame(value, words, rank, at + 1, at + 1 + rank)
}

/** @param {any} value @param {Float64Array} words @param {number} rank @param {number} shapeAt @param {number} at */
const isSame = (value, words, rank, shapeAt, at) => {
  const length = words[shapeAt]
  if (!Array.isArray(value) || value.length !== length) return false
  if (rank === 1) {
    for (let i = 0; i < length; i++) if (!Object.is(value[i], words[at + i])) return false
    return true
  }
  const size = sizeAt(words, rank - 1, shapeAt + 1)
  for (let i = 0; i < length; i++) {
    if (!isSame(value[i], words, rank - 1, shapeAt + 1, at + i * size)) return false
  }
  return true
}

module.exports = { argumentAt, afterArgument, isUnchanged }

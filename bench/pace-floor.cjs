/**
 * The floor of a check in JavaScript: Node, the submission, and the recorded calls, each made once.
 *
 * node pace-floor.cjs SUBMISSION CALLS prints milliseconds of processor time: of the start, and of the calls.
 */
'use strict'

const milliseconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const start = milliseconds()
const { readFileSync } = require('node:fs')
const [, , submission, recorded] = process.argv

/** @typedef {number | { shape: number[], data: number[] }} Recorded */

/** @param {Recorded} value */
const argument = (value) => {
  if (typeof value === 'number') return value
  const { shape, data } = value
  if (shape.length === 1) return data
  const [rows, columns] = shape
  return Array.from({ length: rows }, (_, row) => data.slice(row * columns, (row + 1) * columns))
}

/** @type {[string, Recorded[]][]} */
const read = JSON.parse(readFileSync(recorded, 'utf8'))
const calls = read.map(([name, args]) => ({ name, args: args.map(argument) }))
const functions = require(submission)
const before = milliseconds()
for (const { name, args } of calls) functions[name](...args)
console.log(start, milliseconds() - before)

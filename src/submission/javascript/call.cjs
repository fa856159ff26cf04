/** One call of a batch. */
'use strict'

const { afterArgument, argumentAt, isUnchanged } = require('./arguments.cjs')

/** A call within the words of its batch: where its arguments stand, what they are, and where the next call begins. */
class Call {
  /** @param {Float64Array} words @param {number} at */
  constructor(words, at) {
    this.words = words
    this.functionIndex = words[at]
    const count = words[at + 1]
    /** @type {number[]} */
    this.places = []
    /** @type {import('./arguments.cjs').Argument[]} */
    this.args = []
    this.end = at + 2
    for (let i = 0; i < count; i++) {
      this.places.push(this.end)
      this.args.push(argumentAt(words, this.end))
      this.end = afterArgument(words, this.end)
    }
  }

  /** A bit for each argument into which the function wrote. */
  mutated() {
    let mask = 0
    for (let i = 0; i < this.places.length; i++) {
      if (!isUnchanged(this.args[i], this.words, this.places[i])) mask += 2 ** i
    }
    return mask
  }

  /** How many words the arguments take. */
  get passed() {
    return this.end - (this.places[0] ?? this.end)
  }
}

module.exports = { Call }

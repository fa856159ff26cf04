/** Calls the student's functions, and answers. */
'use strict'

const { Call } = require('./call.cjs')
const { settled } = require('./event-loop.cjs')
const { flush, isDue, kept, putReturned, putThrown, restart } = require('./replies.cjs')

/** @typedef {(((...args: any[]) => any) | undefined)[]} Functions */

/**
 * At once where the function returns at once: a promise a call would take longer than most calls.
 *
 * @param {number} sequence @param {InstanceType<typeof Call>} call @param {Functions} functions @returns {Promise<void> | undefined}
 */
const answer = (sequence, call, functions) => {
  const before = kept()
  try {
    const wanted = functions[call.functionIndex]
    if (!wanted) throw new TypeError('the function is gone')
    const value = wanted(...call.args)
    if (typeof value === 'object' && typeof value?.then === 'function') {
      return answerLater(sequence, call, value)
    }
    putReturned(sequence, call, value)
  } catch (thrown) {
    putThrown(sequence, thrown, before)
  }
  return undefined
}

/** @param {number} sequence @param {InstanceType<typeof Call>} call @param {PromiseLike<unknown>} promise */
const answerLater = async (sequence, call, promise) => {
  const before = kept()
  try {
    putReturned(sequence, call, await settled(promise, 'the promise that was returned'))
  } catch (thrown) {
    putThrown(sequence, thrown, before)
  }
}

let sequence = 0
let last = -1

/** The calls of a batch, one after the other. @param {Float64Array} words @param {Functions} functions */
const answerAll = async (words, functions) => {
  let at = 1
  restart()
  for (let left = words[0]; left > 0; left--) {
    if (kept() > 0 && (isDue() || words[at] !== last)) await flush()
    last = words[at]
    const call = new Call(words, at)
    at = call.end
    const later = answer(sequence++, call, functions)
    if (later) await later
  }
  await flush()
}

module.exports = { answerAll }

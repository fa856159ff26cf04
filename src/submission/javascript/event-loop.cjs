/** Waiting for what the student's code has left to the event loop, which may be nothing. */
'use strict'

const later = globalThis.setImmediate

/** One turn of the event loop, so that rejections nobody handles come to light. */
const turn = () => new Promise((resolve) => later(resolve))

/** Called when the event loop has nothing left to do although a promise is waited for. */
let stalled = () => {}
process.on('beforeExit', () => stalled())

/** @template T @param {PromiseLike<T>} promise @param {string} what @returns {Promise<T>} */
const settled = (promise, what) =>
  new Promise((resolve, reject) => {
    stalled = () => reject(new Error(`${what} never settles`))
    promise.then(resolve, reject)
  })

module.exports = { turn, settled }

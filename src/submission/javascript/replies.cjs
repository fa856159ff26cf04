/** Replies, kept back as words until there are enough of them to be sent. */
'use strict'

const { send, toJudge } = require('./channel.cjs')
const { turn } = require('./event-loop.cjs')
const { report } = require('./failure.cjs')
const { allow, isArrayLike, Refused, shapeOf } = require('./returned-shape.cjs')

const now = performance.now.bind(performance)

const errorKinds = { crash: 1, memory: 2, protocol: 3 }
const replyAllowance = 4096
const longestText = 4096

/** Replies are kept back for this many bytes or milliseconds, so that little is lost in a crash. */
const fullBytes = 32 * 1024
const oldMilliseconds = 2

let words = new Float64Array(2 * fullBytes)
let used = 0
let sentAt = 0

/** Makes room for so many words more. @param {number} count */
const reserve = (count) => {
  if (used + count <= words.length) return
  const longer = new Float64Array(2 * (used + count))
  longer.set(words)
  words = longer
}

/** @param {number} word */
const put = (word) => {
  reserve(1)
  words[used++] = word
}

/** @param {any} value @param {number} rank */
const putData = (value, rank) => {
  if (!isArrayLike(value)) return putData(value.data, 1)
  const { length } = value
  if (rank > 1) {
    for (let i = 0; i < length; i++) putData(value[i], rank - 1)
    return
  }
  reserve(length)
  for (let i = 0; i < length; i++) words[used++] = value[i]
}

/** @param {any} value @param {number[]} path */
const putValue = (value, path) => {
  if (typeof value === 'number') {
    put(0)
    return put(value)
  }
  const shape = shapeOf(value, path)
  if (shape !== undefined) {
    put(shape.length)
    for (const length of shape) put(length)
    return putData(value, shape.length)
  }
  const { length } = value
  put(-1)
  put(length)
  for (let i = 0; i < length; i++) putValue(value[i], [...path, i])
}

/** @param {number} sequence @param {{ kind: keyof typeof errorKinds, message: string, line: number }} error */
const putError = (sequence, { kind, message, line }) => {
  const text = Buffer.from(message).subarray(0, longestText)
  for (const word of [sequence, errorKinds[kind], line, text.length]) put(word)
  const padded = new Uint8Array(8 * Math.ceil(text.length / 8))
  padded.set(text)
  for (const word of new Float64Array(padded.buffer)) put(word)
}

/** @param {number} sequence @param {InstanceType<typeof import('./call.cjs').Call>} call @param {unknown} value */
const putReturned = (sequence, call, value) => {
  put(sequence)
  put(0)
  put(call.mutated())
  allow(replyAllowance / 2 + 4 * call.passed)
  putValue(value, [])
}

/** In place of what was written since `before`. @param {number} sequence @param {unknown} thrown @param {number} before */
const putThrown = (sequence, thrown, before) => {
  used = before
  putError(
    sequence,
    thrown instanceof Refused
      ? { kind: 'protocol', message: thrown.message, line: 0 }
      : report(thrown),
  )
}

/** How many words are kept back. */
const kept = () => used

/** Whether replies have been kept back for long enough. */
const isDue = () => used * 8 > fullBytes || now() - sentAt > oldMilliseconds

/** From now on replies grow old. */
const restart = () => {
  sentAt = now()
}

const flush = async () => {
  await turn()
  if (used > 0) send(toJudge.replies, new Uint8Array(words.buffer, 0, 8 * used))
  used = 0
  restart()
}

module.exports = { putReturned, putThrown, kept, isDue, restart, flush }

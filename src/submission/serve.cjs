/**
 * The process of a JavaScript submission: reads frames from descriptor 3, calls the student's
 * functions, writes replies (the format is in wire.ts). It runs nowhere but in a process of its
 * own, next to code that may patch every builtin: whatever that does to it, the judge does not see
 * more than bytes that fit the format or do not.
 */
'use strict'

const { readFileSync, readSync, writeSync } = require('node:fs')
const { pathToFileURL } = require('node:url')
const later = globalThis.setImmediate
const exit = process.exit.bind(process)
const now = performance.now.bind(performance)

const channel = 3
const toProcess = { setup: 1, batch: 2 }
const toJudge = { ready: 1, replies: 2, lastWords: 3, running: 4, proof: 5 }
const errorKinds = { crash: 1, memory: 2, protocol: 3 }
const nonceBytes = 16
const headerBytes = 8 + nonceBytes
const textRank = -1
const deepest = 8
const replyAllowance = 4096
const longestText = 4096

/** Replies are kept back for this many bytes or milliseconds, so that little is lost in a crash. */
const fullBytes = 32 * 1024
const oldMilliseconds = 2

/** Filled by the setup frame. */
let nonce = Buffer.alloc(nonceBytes)
/**
 * @type {{ nonce: string, folder: string, entry: string, scratch: string, collector: string,
 *   epilogue: string, typescript: boolean, careful: boolean, skip: number[], wanted: string[][],
 *   parameters: string[][], preparer: string, stripper: string, parser: string }}
 */
let setup
/** The file that was loaded. */
let entry = ''
/** @type {(((...args: any[]) => any) | undefined)[]} */
let functions = []

// ------------------------------------------------------------------------------------ frames

/** @param {number} bytes @returns {Buffer | undefined} undefined at the end of the channel */
const receiveBytes = (bytes) => {
  const buffer = Buffer.from(new ArrayBuffer(bytes))
  for (let at = 0; at < bytes;) {
    const count = readSync(channel, buffer, at, bytes - at, null)
    if (count === 0) return undefined
    at += count
  }
  return buffer
}

const receive = () => {
  const header = receiveBytes(8)
  const body = header && receiveBytes(header.readUInt32LE(0))
  return header && body && { kind: header.readUInt32LE(4), body }
}

/** @param {number} kind @param {Uint8Array} body */
const send = (kind, body) => {
  const bytes = Buffer.alloc(headerBytes + body.length)
  bytes.writeUInt32LE(body.length, 0)
  bytes.writeUInt32LE(kind, 4)
  bytes.set(nonce, 8)
  bytes.set(body, headerBytes)
  for (let at = 0; at < bytes.length;) at += writeSync(channel, bytes, at, bytes.length - at)
}

/** @param {number} kind @param {unknown} message */
const sendJson = (kind, message) => send(kind, Buffer.from(JSON.stringify(message)))

/** One turn of the event loop, so that rejections nobody handles come to light. */
const turn = () => new Promise((resolve) => later(resolve))

// ------------------------------------------------------------------------------ what went wrong

/** @param {() => string} describe @param {string} fallback */
const attempt = (describe, fallback) => {
  try {
    const text = describe()
    return typeof text === 'string' ? text.slice(0, longestText / 4) : fallback
  } catch {
    return fallback
  }
}

/** The line of the innermost frame in the student's file. @param {any} thrown */
const lineOf = (thrown) => {
  const stack = attempt(() => thrown.stack, '')
  const at = entry && stack.split(entry)[1]?.match(/^:(\d+)/)
  return at ? Number(at[1]) : 0
}

/** Node's own words for this name a flag of its command line, which is nothing to the student. @param {any} thrown */
const isForbidden = (thrown) => attempt(() => thrown.code, '') === 'ERR_ACCESS_DENIED'

/** @param {any} thrown any value at all, perhaps one that cannot be shown */
const describeThrown = (thrown) => {
  if (thrown instanceof Error) {
    const name = attempt(() => thrown.name, 'Error')
    if (isForbidden(thrown)) return `${name}: files and modules elsewhere cannot be reached here`
    return `${name}: ${attempt(() => thrown.message, '(a message that cannot be shown)')}`
  }
  return `threw ${attempt(() => `${thrown}`, 'a value that cannot be shown')}`
}

/** @param {unknown} thrown */
const outOfMemory = (thrown) =>
  thrown instanceof RangeError &&
  /allocation failed|Invalid (typed )?array (buffer )?length|could not allocate/i.test(
    attempt(() => thrown.message, ''),
  )

/** @param {unknown} thrown @returns {{ kind: 'crash' | 'memory', message: string, line: number }} */
const report = (thrown) => ({
  kind: outOfMemory(thrown) ? 'memory' : 'crash',
  message: describeThrown(thrown),
  line: lineOf(thrown),
})

process.on('uncaughtException', (thrown) => {
  sendJson(toJudge.lastWords, report(thrown))
  exit(1)
})

/** Called when the event loop has nothing left to do although a promise is waited for. */
let stalled = () => {}
process.on('beforeExit', () => stalled())

/** @template T @param {PromiseLike<T>} promise @param {string} what @returns {Promise<T>} */
const settled = (promise, what) =>
  new Promise((resolve, reject) => {
    stalled = () => reject(new Error(`${what} never settles`))
    promise.then(resolve, reject)
  })

// -------------------------------------------------------------------------------------- loading

/** @type {{ message: string, line: number }[]} */
const failures = []
/** @type {string[]} */
const notes = []

/** What the entry reaches by names that it cannot guess. @param {Record<string, unknown>} values */
const defineHooks = (values) => {
  Object.defineProperties(globalThis, {
    [setup.collector]: {
      value: (/** @type {Record<string, unknown>} */ names) => Object.assign(values, names),
    },
    [`${setup.collector}$at`]: {
      value: (/** @type {number} */ index, /** @type {number} */ line) => {
        if (setup.skip.includes(index)) return false
        sendJson(toJudge.running, { index, line })
        return true
      },
    },
    [`${setup.collector}$failed`]: {
      value: (/** @type {unknown} */ thrown, /** @type {number} */ line) => {
        const failure = report(thrown)
        failures.push({ ...failure, line: failure.line || line })
      },
    },
  })
}

/**
 * The entry ends with a statement that hands over what it declares at its top level, so that
 * functions need not be exported.
 *
 * @returns {Promise<Record<string, any>>}
 */
const load = async () => {
  const plain = !setup.typescript && !setup.careful
  const folder = plain ? setup.folder : require(setup.preparer).prepare(setup)
  entry = `${folder}/${setup.entry}`
  /** @type {Record<string, unknown>} */
  const declared = {}
  defineHooks(declared)
  const exported = await loadModule()
  return { ...declared, ...members(exported?.default), ...members(exported) }
}

/** @returns {Promise<any>} */
const loadModule = async () => {
  try {
    return require(entry)
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
    if (code !== 'ERR_REQUIRE_ASYNC_MODULE' && code !== 'ERR_REQUIRE_ESM') throw thrown
    return settled(import(pathToFileURL(entry).href), 'a promise awaited at the top level')
  }
}

/** @param {unknown} module @returns {Record<string, unknown>} */
const members = (module) => {
  if (typeof module === 'function' && module.name) return { [module.name]: module }
  if (typeof module !== 'object' || module === null) return {}
  return Object.fromEntries(Object.keys(module).map((key) => [key, Reflect.get(module, key)]))
}

/** @param {unknown} thrown while loading */
const reportLoading = (thrown) => {
  if (thrown instanceof Error && 'report' in thrown) return thrown.report
  const syntax = thrown instanceof SyntaxError && !setup.typescript
  return (syntax && require(setup.preparer).syntaxError(setup)) || report(thrown)
}

const open = async () => {
  try {
    const values = await load()
    await turn()
    const found = setup.wanted.map((spellings, index) => locate(values, spellings, index))
    functions = found.map((one) => one?.call)
    if (failures.length > 0 && !found.some(Boolean))
      throw Object.assign(new Error(), { report: failures[0] })
    sendJson(toJudge.ready, {
      found: found.map((one) => one?.as ?? null),
      names: namesOf(values),
      notes: [...failures.map(failureNote), ...notes],
    })
  } catch (thrown) {
    sendJson(toJudge.ready, { failure: reportLoading(thrown) })
  }
}

/** @param {{ message: string, line: number }} failure */
const failureNote = ({ message, line }) => `the statement in line ${line} failed: ${message}`

// ---------------------------------------------------------------------------- finding functions

/** @typedef {{ as: string, call: (...args: any[]) => any }} Found */

/** @param {Record<string, any>} values @param {string[]} spellings @param {number} index @returns {Found | undefined} */
const locate = (values, spellings, index) => {
  const name = spellings.find((one) => typeof values[one] === 'function')
  if (name === undefined) return method(values, spellings)
  const { length } = values[name]
  const passed = setup.parameters[index] ?? []
  if (length > passed.length) {
    notes.push(
      `${name} takes ${length} parameters, where ${passed.length} are passed (${passed.join(', ')})`,
    )
  }
  return { as: name, call: values[name] }
}

/** Of an object, or of a class that is made without arguments. @param {Record<string, any>} values @param {string[]} spellings @returns {Found | undefined} */
const method = (values, spellings) => {
  for (const [owner, value] of Object.entries(values)) {
    for (const name of spellings) {
      const object = holderOf(value, name)
      if (object) return { as: `${owner}.${name}`, call: object[name].bind(object) }
    }
  }
  return undefined
}

/** @type {Map<unknown, any>} */
const instances = new Map()

/** @param {any} value @param {string} name */
const holderOf = (value, name) => {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined
  if (typeof value[name] === 'function') return value
  if (typeof value.prototype?.[name] !== 'function') return undefined
  if (!instances.has(value)) instances.set(value, instanceOf(value))
  return instances.get(value)
}

/** @param {any} Class */
const instanceOf = (Class) => {
  const complaint = `the methods of the class ${Class.name} cannot be called: its constructor`
  if (Class.length > 0) {
    notes.push(`${complaint} has ${Class.length} parameters, and none are known`)
    return undefined
  }
  try {
    return new Class()
  } catch (thrown) {
    notes.push(`${complaint} failed: ${describeThrown(thrown)}`)
    return undefined
  }
}

/** @param {Record<string, any>} values */
const namesOf = (values) => {
  const names = []
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'function') continue
    names.push(name)
    for (const method of Object.getOwnPropertyNames(value.prototype ?? {})) {
      if (method !== 'constructor') names.push(`${name}.${method}`)
    }
  }
  return names.slice(0, 200).map((name) => name.slice(0, 100))
}

// ----------------------------------------------------------------------------- values going in

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

// ---------------------------------------------------------------------------- values coming out

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

// ------------------------------------------------------------------------------------- replies

let words = new Float64Array(2 * fullBytes)
let used = 0

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

let sentAt = 0

const flush = async () => {
  await turn()
  if (used > 0) send(toJudge.replies, new Uint8Array(words.buffer, 0, 8 * used))
  used = 0
  sentAt = now()
}

// --------------------------------------------------------------------------------------- calls

/** A call within the words of its batch: where its arguments stand, what they are, and where the next call begins. */
class Call {
  /** @param {Float64Array} words @param {number} at */
  constructor(words, at) {
    this.words = words
    this.functionIndex = words[at]
    const count = words[at + 1]
    /** @type {number[]} */
    this.places = []
    /** @type {Argument[]} */
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

/** @param {number} sequence @param {Call} call @param {unknown} value */
const putReturned = (sequence, call, value) => {
  put(sequence)
  put(0)
  put(call.mutated())
  budget = replyAllowance / 2 + 4 * call.passed
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

/**
 * At once where the function returns at once: a promise a call would take longer than most calls.
 *
 * @param {number} sequence @param {Call} call @returns {Promise<void> | undefined}
 */
const answer = (sequence, call) => {
  const before = used
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

/** @param {number} sequence @param {Call} call @param {PromiseLike<unknown>} promise */
const answerLater = async (sequence, call, promise) => {
  const before = used
  try {
    putReturned(sequence, call, await settled(promise, 'the promise that was returned'))
  } catch (thrown) {
    putThrown(sequence, thrown, before)
  }
}

/** @param {string} path */
const textOf = (path) => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/** Whether Node's permission model is on, and allows no process and no writing beyond the scratch. */
const permitted = () => {
  const { permission } = process
  return permission !== undefined && !permission.has('child') && !permission.has('fs.write')
}

/** What this process sees of its confinement, told before it hears of the submission. */
const prove = () =>
  sendJson(toJudge.proof, {
    pid: process.pid,
    status: textOf('/proc/self/status'),
    net: textOf('/proc/self/net/dev'),
    environment: Object.keys(process.env),
    permissions: permitted(),
  })

let sequence = 0
let last = -1

/** The calls of a batch, one after the other. @param {Float64Array} words */
const answerAll = async (words) => {
  let at = 1
  sentAt = now()
  for (let left = words[0]; left > 0; left--) {
    const due = used * 8 > fullBytes || now() - sentAt > oldMilliseconds
    if (used > 0 && (due || words[at] !== last)) await flush()
    last = words[at]
    const call = new Call(words, at)
    at = call.end
    const later = answer(sequence++, call)
    if (later) await later
  }
  await flush()
}

const serve = async () => {
  prove()
  for (let frame = receive(); frame; frame = receive()) {
    if (frame.kind === toProcess.setup) {
      setup = JSON.parse(frame.body.toString())
      nonce = Buffer.from(setup.nonce, 'hex')
      await open()
    } else {
      await answerAll(new Float64Array(frame.body.buffer))
    }
  }
  exit(0)
}

void serve()

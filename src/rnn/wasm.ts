// WebAssembly put together instruction by instruction: functions over one memory of float64 numbers, which run without
// JavaScript's check of every index and with vector instructions, and give the same bits. Numbers are the opcodes of
// the WebAssembly specification, section "Binary Format".

/** Instructions and what they consist of, as a tree; its leaves from left to right are the bytes. */
export type Code = number | readonly Code[]

export interface WasmFunction {
  /** Types of the parameters, the first locals. */
  readonly parameters: readonly number[]
  /** How many locals of which type follow. */
  readonly locals: readonly (readonly [count: number, type: number])[]
  readonly body: Code
}

export interface WasmMemory {
  /** At least `length` numbers, shared with the functions; valid until the next call. */
  readonly reserve: (length: number) => Float64Array
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number }
}

/** The part of the standard interface that is used here; TypeScript has it among the browser's types alone. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: object }
}

/** The functions by their names; undefined where the platform has no WebAssembly, no vectors in it, or does not allow it. */
export function compile<Functions extends object>(
  functions: Readonly<Record<keyof Functions, WasmFunction>>,
): (Functions & WasmMemory) | undefined {
  // where there is none, or it is not allowed, one of the two constructors throws
  try {
    const module = new WebAssembly.Module(binary(functions))
    const exports = new WebAssembly.Instance(module).exports as Functions & Exports
    return { ...exports, reserve: reserveIn(exports.memory) }
  } catch {
    return undefined
  }
}

const PAGE = 65536

function reserveIn(memory: Exports['memory']): WasmMemory['reserve'] {
  let view = new Float64Array(memory.buffer)
  return (length) => {
    if (length > view.length) {
      memory.grow(Math.ceil(((length - view.length) * Float64Array.BYTES_PER_ELEMENT) / PAGE))
      view = new Float64Array(memory.buffer)
    }
    return view
  }
}

function binary(functions: Readonly<Record<string, WasmFunction>>): Uint8Array {
  const all = Object.values(functions)
  const exported = Object.keys(functions).map((name, i): Code => [text(name), 0x00, leb(i)])
  const types = all.map(({ parameters }): Code => [0x60, list(parameters), list([])])
  const bodies = all.map(({ locals, body }) =>
    sized([list(locals.map(([count, type]) => [leb(count), type])), body, END]),
  )
  const module: Code = [
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    section(1, types),
    section(
      3,
      all.map((_, i) => leb(i)),
    ),
    section(5, [[0x00, 1]]),
    section(7, [...exported, [text('memory'), 0x02, 0]]),
    section(10, bodies),
  ]
  return Uint8Array.from(bytes(module))
}

function bytes(code: Code): number[] {
  return typeof code === 'number' ? [code] : code.flatMap(bytes)
}

/** Numbers in LEB128, the format's integers of variable length. */
function leb(n: number): Code {
  return n < 128 ? n : [(n & 127) | 128, leb(n >>> 7)]
}

const sized = (code: Code): Code => [leb(bytes(code).length), code]
const list = (items: readonly Code[]): Code => [leb(items.length), items]
const section = (id: number, items: readonly Code[]): Code => [id, sized(list(items))]
const text = (name: string): Code => sized(Array.from(name, (letter) => letter.charCodeAt(0)))

export const [I32, F64, V128] = [0x7f, 0x7c, 0x7b]
const EIGHT_ALIGNED = 3
const END = 0x0b

export const get = (local: number): Code => [0x20, leb(local)]
export const set = (local: number, value: Code): Code => [value, 0x21, leb(local)]
/** The sum of two addresses. */
export const plus = (x: Code, y: Code): Code => [x, y, 0x6a]
export const minus = (x: Code, y: Code): Code => [x, y, 0x6b]
/** An address moved by -64 to 63 bytes, the numbers that LEB128 writes as one byte. */
export const moved = (x: Code, by: number): Code => plus(x, [0x41, by & 127])
export const repeatWhileDifferent = (body: Code, x: Code, y: Code): Code => [
  [0x03, 0x40, body],
  [x, y, 0x47, 0x0d, 0x00, END],
]

/** Instructions on one number. */
export const f64 = {
  zero: [0x44, 0, 0, 0, 0, 0, 0, 0, 0] as Code,
  load: (from: Code, offset: number): Code => [from, 0x2b, EIGHT_ALIGNED, leb(offset)],
  store: (to: Code, offset: number, value: Code): Code => [
    [to, value],
    [0x39, EIGHT_ALIGNED, leb(offset)],
  ],
  add: (x: Code, y: Code): Code => [x, y, 0xa0],
  multiply: (x: Code, y: Code): Code => [x, y, 0xa2],
}

const vector = (opcode: number): Code => [0xfd, leb(opcode)]
const access = (opcode: number, offset: number): Code => [
  vector(opcode),
  EIGHT_ALIGNED,
  leb(offset),
]

/** Instructions on a pair of numbers. */
export const f64x2 = {
  load: (from: Code, offset: number): Code => [from, access(0, offset)],
  loadTwice: (from: Code): Code => [from, access(10, 0)],
  store: (to: Code, offset: number, value: Code): Code => [to, value, access(11, offset)],
  add: (x: Code, y: Code): Code => [x, y, vector(0xf0)],
  multiply: (x: Code, y: Code): Code => [x, y, vector(0xf2)],
}

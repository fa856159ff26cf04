import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { isArrayLike } from '../parameters/nodes.ts'

/** Values by name, as JSON holds them. */
export type GoldenValues = Readonly<Record<string, unknown>>

/** `forward.test.ts` has its numbers in `forward.test.golden.json` beside it. */
export const goldenPath = (testPath: string): string =>
  `${testPath.replace(/\.[^./\\]+$/, '')}.golden.json`

/** JSON has no NaN, no infinities and no -0: they are written as strings. */
const toJson = (value: unknown): unknown => {
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return '-0'
    return Number.isFinite(value) ? value : String(value)
  }
  if (isArrayLike(value)) return Array.from(value, toJson)
  return Object.fromEntries(
    Object.entries(value as object).map(([key, entry]) => [key, toJson(entry)]),
  )
}

const fromJson = (value: unknown): unknown => {
  if (typeof value === 'string') return Number(value)
  if (Array.isArray(value)) return value.map(fromJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fromJson(entry)]))
}

/** A vector on one line, a matrix a row a line. */
const print = (value: unknown, indent: string): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const deeper = `${indent}  `
  const isArray = Array.isArray(value)
  const parts = Object.entries(value).map(
    ([key, entry]) => `${isArray ? '' : `${JSON.stringify(key)}: `}${print(entry, deeper)}`,
  )
  const [open, close] = isArray ? '[]' : '{}'
  const isVector = isArray && value.every((entry) => typeof entry !== 'object')
  if (isVector || parts.length === 0) return `${open}${parts.join(', ')}${close}`
  return `${open}\n${parts.map((part) => deeper + part).join(',\n')}\n${indent}${close}`
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new SyntaxError(
      `${path} is no JSON: restore it, or delete it and run the tests with -u`,
      { cause },
    )
  }
}

/** All values of a file, none where there is no file. */
export const readGolden = (path: string): GoldenValues =>
  existsSync(path) ? (fromJson(parse(path)) as GoldenValues) : {}

/** Adds or replaces one value of numbers, the names in order. */
export const writeGolden = (path: string, name: string, value: unknown): void => {
  const all = Object.entries({ ...readGolden(path), [name]: value })
  const sorted = all.toSorted(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(path, `${print(toJson(Object.fromEntries(sorted)), '')}\n`)
}

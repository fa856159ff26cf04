/** What went wrong, in words, whatever it was that was thrown. */
'use strict'

/** More characters than a message needs; their bytes fit into an error of a reply. */
const longestText = 1024

/** The student's file. */
let file = ''

/** @param {string} path of the file in whose frames the line of a failure is looked for */
const lookIn = (path) => {
  file = path
}

/** @param {() => string} describe @param {string} fallback */
const attempt = (describe, fallback) => {
  try {
    const text = describe()
    return typeof text === 'string' ? text.slice(0, longestText) : fallback
  } catch {
    return fallback
  }
}

/** The line of the innermost frame in the student's file. @param {any} thrown */
const lineOf = (thrown) => {
  const stack = attempt(() => thrown.stack, '')
  const at = file && stack.split(file)[1]?.match(/^:(\d+)/)
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

module.exports = { lookIn, describeThrown, report }

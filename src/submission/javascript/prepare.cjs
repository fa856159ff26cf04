/**
 * What a JavaScript submission needs only sometimes, in its own process: types stripped, the place
 * of a syntax error, and a source in which a statement that fails costs itself alone. Parsing is
 * as untrusted as running: inputs exist on which a parser takes exponential time.
 */
'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { guarded } = require('./guard-statements.cjs')
const { parsed } = require('./parse.cjs')
const { SourceError } = require('./source-error.cjs')
const { stripTypes } = require('./strip-types.cjs')

/** @typedef {import('../setup.ts').JavaScriptSetup & import('../setup.ts').Manner} Setup */

/**
 * Writes the files as Node can load them.
 *
 * @param {Setup} setup
 * @returns {string} the folder
 */
const prepare = (setup) => {
  const prepared = path.join(setup.scratch, 'prepared')
  fs.mkdirSync(prepared, { recursive: true })
  for (const name of filesIn(setup.folder)) {
    const bytes = fs.readFileSync(path.join(setup.folder, name))
    const target = path.join(prepared, plainName(name))
    fs.mkdirSync(path.dirname(target), { recursive: true })
    const isEntry = plainName(name) === setup.entry
    fs.writeFileSync(
      target,
      isEntry ? entryText(setup, bytes.toString()) : sibling(setup, name, bytes),
    )
  }
  return prepared
}

/** @param {string} name */
const plainName = (name) => name.replace(/\.ts$/, '.js')

/** @param {string} folder @returns {string[]} */
const filesIn = (folder, prefix = '') =>
  fs.readdirSync(path.join(folder, prefix), { withFileTypes: true }).flatMap((item) => {
    const name = path.join(prefix, item.name)
    if (name === 'prepared') return []
    return item.isDirectory() ? filesIn(folder, name) : [name]
  })

/** The entry as handed in. @param {Setup} setup @param {string} staged */
const withoutEpilogue = ({ epilogue }, staged) => staged.slice(0, staged.length - epilogue.length)

/** @param {Setup} setup @param {string} staged */
const entryText = (setup, staged) => {
  const plain = setup.typescript
    ? stripTypes(setup, setup.entry, staged)
    : withoutEpilogue(setup, staged)
  return (setup.careful ? guarded(setup, plain) : plain) + setup.epilogue
}

/** @param {Setup} setup @param {string} name @param {Buffer} bytes */
const sibling = (setup, name, bytes) => {
  if (!name.endsWith('.ts')) return bytes
  try {
    return stripTypes(setup, name, bytes.toString())
  } catch (error) {
    if (error instanceof SourceError) error.report.message = `${name}: ${error.report.message}`
    throw error
  }
}

/** Where engines do not say it: the first file that is no JavaScript. @param {Setup} setup */
const syntaxError = (setup) => {
  const names = filesIn(setup.folder).filter((name) => /\.[cm]?js$/.test(name))
  for (const name of [setup.entry, ...names.filter((name) => name !== setup.entry)]) {
    const staged = fs.readFileSync(path.join(setup.folder, name)).toString()
    const isEntry = name === setup.entry
    try {
      parsed(setup, isEntry ? withoutEpilogue(setup, staged) : staged)
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      return isEntry
        ? error.report
        : { ...error.report, message: `${name}: ${error.report.message}` }
    }
  }
  return undefined
}

module.exports = { prepare, syntaxError }

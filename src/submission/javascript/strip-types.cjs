/** TypeScript without its types. */
'use strict'

const { SourceError, tooDeep } = require('./source-error.cjs')

/**
 * Lines and columns stay, except where enums, namespaces or parameter properties have to be turned
 * into code. Modules beside the entry have become `.js`.
 *
 * @param {import('../setup.ts').JavaScriptSetup} setup @param {string} text
 */
const stripTypes = (setup, text) => {
  try {
    return withLocalImports(strip(setup, text))
  } catch (/** @type {any} */ thrown) {
    if (typeof thrown?.startLine !== 'number') throw tooDeep(thrown)
    const { message, startLine: line, startColumn } = thrown
    throw new SourceError({ message: `SyntaxError: ${message}`, line, column: startColumn + 1 })
  }
}

/** @param {import('../setup.ts').JavaScriptSetup} setup @param {string} text @returns {string} */
const strip = (setup, text) => {
  const { transformSync } = require(setup.stripper)
  try {
    return transformSync(text, { mode: 'strip-only', module: true }).code
  } catch (/** @type {any} */ thrown) {
    if (thrown?.code !== 'UnsupportedSyntax') throw thrown
    setup.linesMoved = true
    return transformSync(text, { mode: 'transform', module: true }).code
  }
}

/** @param {string} code */
const withLocalImports = (code) =>
  code.replaceAll(/((?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"\n]*)\.ts\2/g, '$1$2$3.js$2')

module.exports = { stripTypes }

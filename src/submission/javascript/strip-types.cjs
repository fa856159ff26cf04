/** TypeScript without its types. */
'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { SourceError, tooDeep } = require('./source-error.cjs')

/**
 * Lines and columns stay, except where enums, namespaces or parameter properties have to be turned
 * into code. Modules beside the entry have become `.js`.
 *
 * @param {import('../setup.ts').JavaScriptSetup} setup @param {string} name of the file @param {string} text
 */
const stripTypes = (setup, name, text) => {
  try {
    return withLocalImports(path.dirname(path.join(setup.folder, name)), strip(setup, text))
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

/**
 * Imports of modules beside it, with the names that they have now. A compiler of TypeScript takes them with `.ts`, without
 * an ending, and by their folder.
 *
 * @param {string} folder @param {string} code
 */
const withLocalImports = (folder, code) =>
  code.replaceAll(
    /((?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"\n]*)\2/g,
    (whole, before, quote, target) => {
      const plain = target.replace(/\.ts$/, '')
      const file = [`${plain}.ts`, `${plain}.js`, `${plain}/index.ts`].find((each) =>
        fs.existsSync(path.join(folder, each)),
      )
      return file ? before + quote + file.replace(/\.ts$/, '.js') + quote : whole
    },
  )

module.exports = { stripTypes }

/** The syntax tree of a source. */
'use strict'

const { SourceError, tooDeep } = require('./source-error.cjs')

/** @param {import('../setup.ts').JavaScriptSetup} setup @param {string} text @param {'module' | 'script'} sourceType */
const parse = ({ parser }, text, sourceType) =>
  require(parser).parse(text, {
    ecmaVersion: 'latest',
    sourceType,
    allowHashBang: true,
    allowReturnOutsideFunction: true,
    locations: true,
  })

/** The program, as a module or as a script, or what is wrong with it. @param {import('../setup.ts').JavaScriptSetup} setup @param {string} text */
const parsed = (setup, text) => {
  try {
    return parse(setup, text, 'module')
  } catch (/** @type {any} */ thrown) {
    try {
      return parse(setup, text, 'script')
    } catch {
      throw thrown?.loc ? located(setup, thrown) : tooDeep(thrown)
    }
  }
}

/**
 * Where lines were moved their numbers say nothing.
 *
 * @param {import('../setup.ts').JavaScriptSetup} setup
 * @param {{ message: string, loc: { line: number, column: number } }} thrown by acorn
 */
const located = ({ linesMoved }, { message, loc }) => {
  const said = message.replace(/ \(\d+:\d+\)$/, '')
  const isDecorator = said === "Unexpected character '@'"
  const place = linesMoved ? {} : { line: loc.line, column: loc.column + 1 }
  return new SourceError({
    message: `SyntaxError: ${isDecorator ? 'decorators are not run: take them out' : said}`,
    ...place,
  })
}

module.exports = { parsed }

/**
 * What a JavaScript submission needs only sometimes, in its own process: types stripped, the place
 * of a syntax error, and a source in which a statement that fails costs itself alone. Parsing is
 * as untrusted as running: inputs exist on which a parser takes exponential time.
 */
'use strict'

const fs = require('node:fs')
const path = require('node:path')

/**
 * @typedef {{ folder: string, entry: string, scratch: string, collector: string, epilogue: string,
 *   typescript: boolean, careful: boolean, stripper: string, parser: string }} Setup
 */

/** An error that is ready to be sent. */
class SourceError extends Error {
  /** @param {{ message: string, line?: number, column?: number }} report */
  constructor(report) {
    super(report.message)
    this.report = { kind: 'syntax', ...report }
  }
}

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
  const plain = setup.typescript ? stripTypes(setup, staged) : withoutEpilogue(setup, staged)
  return (setup.careful ? guarded(setup, plain) : plain) + setup.epilogue
}

/** @param {Setup} setup @param {string} name @param {Buffer} bytes */
const sibling = (setup, name, bytes) => {
  if (!name.endsWith('.ts')) return bytes
  try {
    return stripTypes(setup, bytes.toString())
  } catch (error) {
    if (error instanceof SourceError) error.report.message = `${name}: ${error.report.message}`
    throw error
  }
}

// ------------------------------------------------------------------------------- types

/**
 * Lines and columns stay, except where enums, namespaces or parameter properties have to be turned
 * into code. Modules beside the entry have become `.js`.
 *
 * @param {Setup} setup @param {string} text
 */
const stripTypes = ({ stripper }, text) => {
  const { transformSync } = require(stripper)
  try {
    return withLocalImports(strip(transformSync, text))
  } catch (/** @type {any} */ thrown) {
    if (typeof thrown?.startLine !== 'number') throw tooDeep(thrown)
    const { message, startLine: line, startColumn } = thrown
    throw new SourceError({ message: `SyntaxError: ${message}`, line, column: startColumn + 1 })
  }
}

/** @param {(text: string, options: object) => { code: string }} transformSync @param {string} text */
const strip = (transformSync, text) => {
  try {
    return transformSync(text, { mode: 'strip-only', module: true }).code
  } catch (/** @type {any} */ thrown) {
    if (thrown?.code !== 'UnsupportedSyntax') throw thrown
    return transformSync(text, { mode: 'transform', module: true }).code
  }
}

/** @param {string} code */
const withLocalImports = (code) =>
  code.replaceAll(/((?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"\n]*)\.ts\2/g, '$1$2$3.js$2')

/** @param {any} cause */
const tooDeep = (cause) =>
  new SourceError({ message: `the file is too deeply nested to be read (${cause})` })

// -------------------------------------------------------------------------------- syntax

/** @param {Setup} setup @param {string} text @param {'module' | 'script'} sourceType */
const parse = ({ parser }, text, sourceType) =>
  require(parser).parse(text, {
    ecmaVersion: 'latest',
    sourceType,
    allowHashBang: true,
    allowReturnOutsideFunction: true,
    locations: true,
  })

/** The program, as a module or as a script, or what is wrong with it. @param {Setup} setup @param {string} text */
const parsed = (setup, text) => {
  try {
    return parse(setup, text, 'module')
  } catch (/** @type {any} */ thrown) {
    try {
      return parse(setup, text, 'script')
    } catch {
      throw thrown?.loc ? located(thrown) : tooDeep(thrown)
    }
  }
}

/** @param {{ message: string, loc: { line: number, column: number } }} thrown by acorn */
const located = ({ message, loc }) =>
  new SourceError({
    message: `SyntaxError: ${message.replace(/ \(\d+:\d+\)$/, '')}`,
    line: loc.line,
    column: loc.column + 1,
  })

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

// ------------------------------------------------------------------------ statement by statement

/**
 * The same program, line by line, in which each statement of the top level asks whether it is to
 * run and hands over what it throws. Constants become variables, static imports dynamic ones.
 *
 * @param {Setup} setup @param {string} text
 */
const guarded = (setup, text) => {
  const { body } = parsed(setup, text)
  let code = ''
  let at = 0
  for (const [index, node] of body.entries()) {
    code += text.slice(at, node.start) + statement({ setup, text, index }, node)
    at = node.end
  }
  return code + text.slice(at)
}

/** @typedef {{ setup: Setup, text: string, index: number }} Place */

/** @param {Place} place @param {any} node @returns {string} */
const statement = (place, node) => {
  const source = place.text.slice(node.start, node.end)
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'EmptyStatement':
    case 'ExportAllDeclaration':
      return source
    case 'ImportDeclaration':
      return dynamicImport(place, node)
    case 'VariableDeclaration':
      return variables(place, node)
    case 'ClassDeclaration':
      return `let ${node.id.name}; ${guard(place, node, `${node.id.name} = ${source}`)}`
    case 'ExportNamedDeclaration':
      return exported(place, node, source)
    case 'ExportDefaultDeclaration':
      return defaultExport(place, node, source)
    default:
      return node.directive ? source : guard(place, node, source)
  }
}

/** @param {Place} place @param {any} node @param {string} code */
const guard = ({ setup: { collector }, index }, node, code) => {
  const { line } = node.loc.start
  const caught = `${collector}$thrown`
  return `if (${collector}$at(${index}, ${line})) try { ${code} } catch (${caught}) { ${collector}$failed(${caught}, ${line}) }`
}

/** @param {Place} place @param {any} node */
const variables = (place, node) => {
  const names = node.declarations.flatMap((/** @type {any} */ { id }) => boundNames(id))
  const assignments = node.declarations
    .filter((/** @type {any} */ { init }) => init)
    .map((/** @type {any} */ { id, start, end }) => {
      const source = place.text.slice(start, end)
      return id.type === 'Identifier' ? source : `(${source})`
    })
  const declared = `${node.kind === 'var' ? 'var' : 'let'} ${names.join(', ')};`
  return names.length === 0 || assignments.length === 0
    ? declared
    : `${declared} ${guard(place, node, assignments.join('; '))}`
}

/** @param {any} pattern @returns {string[]} */
const boundNames = (pattern) => {
  if (!pattern) return []
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((/** @type {any} */ one) =>
        boundNames(one.value ?? one.argument),
      )
    case 'ArrayPattern':
      return pattern.elements.flatMap(boundNames)
    case 'AssignmentPattern':
      return boundNames(pattern.left)
    default:
      return boundNames(pattern.argument)
  }
}

/** @param {Place} place @param {any} node */
const dynamicImport = (place, node) => {
  const module = `${place.setup.collector}$module`
  const bindings = node.specifiers.map((/** @type {any} */ one) => {
    if (one.type === 'ImportNamespaceSpecifier') return [one.local.name, module]
    const imported =
      one.type === 'ImportDefaultSpecifier' ? 'default' : (one.imported.name ?? one.imported.value)
    return [one.local.name, `${module}[${JSON.stringify(imported)}]`]
  })
  const names = bindings.map((/** @type {string[]} */ [name]) => name)
  const declared = names.length > 0 ? `let ${names.join(', ')}; ` : ''
  const assigned = bindings.map((/** @type {string[]} */ [name, value]) => `${name} = ${value};`)
  const load = `const ${module} = await import(${node.source.raw}); ${assigned.join(' ')}`
  return declared + guard(place, node, load)
}

/** @param {Place} place @param {any} node @param {string} source */
const exported = (place, node, source) => {
  const { declaration } = node
  if (!declaration || declaration.type === 'FunctionDeclaration') return source
  const names =
    declaration.type === 'ClassDeclaration'
      ? [declaration.id.name]
      : declaration.declarations.flatMap((/** @type {any} */ { id }) => boundNames(id))
  return `${statement(place, declaration)}; export { ${names.join(', ')} };`
}

/** @param {Place} place @param {any} node @param {string} source */
const defaultExport = (place, node, source) => {
  if (node.declaration.type === 'FunctionDeclaration') return source
  const name = `${place.setup.collector}$default`
  const value = place.text.slice(node.declaration.start, node.declaration.end)
  return `let ${name}; ${guard(place, node, `${name} = (${value})`)}; export { ${name} as default };`
}

module.exports = { prepare, syntaxError, SourceError }

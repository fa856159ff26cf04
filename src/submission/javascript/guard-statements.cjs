/** A source in which a statement that fails costs itself alone. */
'use strict'

const { parsed } = require('./parse.cjs')

/**
 * The same program, line by line, in which each statement of the top level asks whether it is to
 * run and hands over what it throws. Constants become variables, static imports dynamic ones.
 *
 * @param {import('../setup.ts').JavaScriptSetup} setup @param {string} text
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

/** @typedef {{ setup: import('../setup.ts').JavaScriptSetup, text: string, index: number }} Place */

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

module.exports = { guarded }

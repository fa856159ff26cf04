/** Runs the submission's file, as it is or statement by statement, and gathers what it declares. */
'use strict'

const { createRequire } = require('node:module')
const { pathToFileURL } = require('node:url')
const { sendJson, toJudge } = require('./channel.cjs')
const { settled } = require('./event-loop.cjs')
const { lookIn, report } = require('./failure.cjs')

/** @typedef {import('../setup.ts').JavaScriptSetup & import('../setup.ts').Manner} Setup */
/** @typedef {{ values: Record<string, any>, failures: { message: string, line: number }[] }} Loaded */

/** What the entry reaches by names that it cannot guess. @param {Setup} setup @param {Loaded} loaded */
const defineHooks = ({ collector, skip }, { values, failures }) => {
  Object.defineProperties(globalThis, {
    [collector]: {
      value: (/** @type {Record<string, unknown>} */ names) => Object.assign(values, names),
    },
    [`${collector}$at`]: {
      value: (/** @type {number} */ index, /** @type {number} */ line) => {
        if (skip.includes(index)) return false
        sendJson(toJudge.running, { index, line })
        return true
      },
    },
    [`${collector}$failed`]: {
      value: (/** @type {unknown} */ thrown, /** @type {number} */ line) => {
        const failure = report(thrown)
        failures.push({ ...failure, line: failure.line || line })
      },
    },
  })
}

/** The file as Node can load it. @param {Setup} setup */
const prepared = (setup) => {
  const plain = !setup.typescript && !setup.careful
  const folder = plain ? setup.folder : require(setup.preparer).prepare(setup)
  return `${folder}/${setup.entry}`
}

/**
 * With a `require` of its own, so that the submission's module has no module of ours as its parent.
 *
 * @param {string} entry @returns {Promise<any>}
 */
const loadModule = async (entry) => {
  try {
    return createRequire(entry)(entry)
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

/**
 * The entry ends with a statement that hands over what it declares at its top level, so that
 * functions need not be exported.
 *
 * @param {Setup} setup @returns {Promise<Loaded>} `failures`: of statements that ran by themselves
 */
const load = async (setup) => {
  const entry = prepared(setup)
  if (!setup.linesMoved) lookIn(entry)
  /** @type {Loaded} */
  const { values, failures } = { values: {}, failures: [] }
  defineHooks(setup, { values, failures })
  const exported = await loadModule(entry)
  return { values: { ...values, ...members(exported?.default), ...members(exported) }, failures }
}

/** @param {unknown} thrown while loading @param {Setup} setup */
const reportLoading = (thrown, setup) => {
  if (thrown instanceof Error && 'report' in thrown) return thrown.report
  const syntax = thrown instanceof SyntaxError && !setup.typescript
  return (syntax && require(setup.preparer).syntaxError(setup)) || report(thrown)
}

module.exports = { load, reportLoading }

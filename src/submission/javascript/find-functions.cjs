/** Finds functions by name: those of the submission, or methods of its objects and classes. */
'use strict'

const { describeThrown } = require('./failure.cjs')

/** @typedef {{ as: string, call: (...args: any[]) => any }} Found */

class Finder {
  /** @type {string[]} what is wrong with a function or a class, in sentences */
  notes = []
  /** @type {Map<unknown, any>} by class */
  #instances = new Map()
  /** @type {Record<string, any>} */
  #values

  /** @param {Record<string, any>} values that the submission declares or exports */
  constructor(values) {
    this.#values = values
  }

  /** @param {readonly string[]} spellings @param {readonly string[]} parameters that are passed @returns {Found | undefined} */
  find(spellings, parameters) {
    const name = spellings.find((one) => typeof this.#values[one] === 'function')
    if (name === undefined) return this.#method(spellings)
    const call = this.#values[name]
    if (call.length > parameters.length) {
      this.notes.push(
        `${name} takes ${call.length} parameters, where ${parameters.length} are passed (${parameters.join(', ')})`,
      )
    }
    return { as: name, call }
  }

  /** Of an object, or of a class that is made without arguments. @param {readonly string[]} spellings @returns {Found | undefined} */
  #method(spellings) {
    for (const [owner, value] of Object.entries(this.#values)) {
      for (const name of spellings) {
        const object = this.#holder(value, name)
        if (object) return { as: `${owner}.${name}`, call: object[name].bind(object) }
      }
    }
    return undefined
  }

  /** @param {any} value @param {string} name */
  #holder(value, name) {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function'))
      return undefined
    if (typeof value[name] === 'function') return value
    if (typeof value.prototype?.[name] !== 'function') return undefined
    if (!this.#instances.has(value)) this.#instances.set(value, this.#instance(value))
    return this.#instances.get(value)
  }

  /** @param {any} Class */
  #instance(Class) {
    const complaint = `the methods of the class ${Class.name} cannot be called: its constructor`
    if (Class.length > 0) {
      this.notes.push(`${complaint} has ${Class.length} parameters, and none are known`)
      return undefined
    }
    try {
      return new Class()
    } catch (thrown) {
      this.notes.push(`${complaint} failed: ${describeThrown(thrown)}`)
      return undefined
    }
  }

  /** Of all functions and methods. */
  names() {
    const names = []
    for (const [name, value] of Object.entries(this.#values)) {
      if (typeof value !== 'function') continue
      names.push(name)
      for (const method of Object.getOwnPropertyNames(value.prototype ?? {})) {
        if (method !== 'constructor') names.push(`${name}.${method}`)
      }
    }
    return names.slice(0, 200).map((name) => name.slice(0, 100))
  }
}

module.exports = { Finder }

/** Loads the submission and tells the judge which of the wanted functions it has. */
'use strict'

const { sendJson, toJudge } = require('./channel.cjs')
const { turn } = require('./event-loop.cjs')
const { Finder } = require('./find-functions.cjs')
const { load, reportLoading } = require('./load.cjs')

/** @param {{ message: string, line: number }} failure */
const failureNote = ({ message, line }) => `the statement in line ${line} failed: ${message}`

/**
 * @param {import('./load.cjs').Setup} setup
 * @returns {Promise<(((...args: any[]) => any) | undefined)[]>} in the order in which they are wanted
 */
const open = async (setup) => {
  try {
    const { values, failures } = await load(setup)
    await turn()
    const finder = new Finder(values)
    const { wanted, parameters } = setup
    const found = wanted.map((spellings, index) => finder.find(spellings, parameters[index]))
    if (failures.length > 0 && !found.some(Boolean))
      throw Object.assign(new Error(), { report: failures[0] })
    sendJson(toJudge.ready, {
      found: found.map((one) => one?.as ?? null),
      names: finder.names(),
      notes: [...failures.map(failureNote), ...finder.notes],
    })
    return found.map((one) => one?.call)
  } catch (thrown) {
    sendJson(toJudge.ready, { failure: reportLoading(thrown, setup) })
    return []
  }
}

module.exports = { open }

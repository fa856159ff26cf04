/** What this process sees of its own confinement. */
'use strict'

const { readFileSync } = require('node:fs')

/** @param {string} path */
const textOf = (path) => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/** Whether Node's permission model is on, and allows no process and no writing beyond the scratch. */
const permitted = () => {
  const { permission } = process
  return permission !== undefined && !permission.has('child') && !permission.has('fs.write')
}

/** The fields are those of `Proof` in confine.ts. */
const proof = () => ({
  pid: process.pid,
  status: textOf('/proc/self/status'),
  net: textOf('/proc/self/net/dev'),
  environment: Object.keys(process.env),
  permissions: permitted(),
})

module.exports = { proof }

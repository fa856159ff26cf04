/** Frames from the judge and to it, on descriptor 3 (the format is in wire.ts). */
'use strict'

const { readSync, writeSync } = require('node:fs')

const channel = 3
const toProcess = { setup: 1, batch: 2 }
const toJudge = { ready: 1, replies: 2, lastWords: 3, running: 4, proof: 5 }
const nonceBytes = 16
const headerBytes = 8 + nonceBytes

/** Zeros until the setup tells it. */
let nonce = Buffer.alloc(nonceBytes)

/** @param {string} hex of the bytes with which every frame begins from now on */
const setNonce = (hex) => {
  nonce = Buffer.from(hex, 'hex')
}

/** @param {number} bytes @returns {Buffer | undefined} undefined at the end of the channel */
const receiveBytes = (bytes) => {
  const buffer = Buffer.from(new ArrayBuffer(bytes))
  for (let at = 0; at < bytes;) {
    const count = readSync(channel, buffer, at, bytes - at, null)
    if (count === 0) return undefined
    at += count
  }
  return buffer
}

const receive = () => {
  const header = receiveBytes(8)
  const body = header && receiveBytes(header.readUInt32LE(0))
  return header && body && { kind: header.readUInt32LE(4), body }
}

/** @param {number} kind @param {Uint8Array} body */
const send = (kind, body) => {
  const bytes = Buffer.alloc(headerBytes + body.length)
  bytes.writeUInt32LE(body.length, 0)
  bytes.writeUInt32LE(kind, 4)
  bytes.set(nonce, 8)
  bytes.set(body, headerBytes)
  for (let at = 0; at < bytes.length;) at += writeSync(channel, bytes, at, bytes.length - at)
}

/** @param {number} kind @param {unknown} message */
const sendJson = (kind, message) => send(kind, Buffer.from(JSON.stringify(message)))

module.exports = { toProcess, toJudge, setNonce, receive, send, sendJson }

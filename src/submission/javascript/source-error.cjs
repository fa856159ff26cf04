/** What is wrong with a source before any of it runs. */
'use strict'

/** An error that is ready to be sent. */
class SourceError extends Error {
  /** @param {{ message: string, line?: number, column?: number }} report */
  constructor(report) {
    super(report.message)
    this.report = { kind: 'syntax', ...report }
  }
}

/** @param {any} cause */
const tooDeep = (cause) =>
  new SourceError({ message: `the file is too deeply nested to be read (${cause})` })

module.exports = { SourceError, tooDeep }

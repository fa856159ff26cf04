/**
 * The process of a JavaScript submission: reads frames, calls the student's functions, writes
 * replies. It runs nowhere but in a process of its own, next to code that may patch every builtin:
 * whatever that does to it, the judge does not see more than bytes that fit the format or do not.
 */
'use strict'

const { answerAll } = require('./answer.cjs')
const { receive, sendJson, setNonce, toJudge, toProcess } = require('./channel.cjs')
const { report } = require('./failure.cjs')
const { open } = require('./open.cjs')
const { proof } = require('./proof.cjs')

const exit = process.exit.bind(process)

process.on('uncaughtException', (thrown) => {
  sendJson(toJudge.lastWords, report(thrown))
  exit(1)
})

/** A submission that looks through Node's modules finds none of these, and nothing of what they hold. */
const hide = () => {
  for (const path of Object.keys(require.cache)) delete require.cache[path]
  require.main?.children.splice(0)
}

const serve = async () => {
  hide()
  // Before it hears of the submission.
  sendJson(toJudge.proof, proof())
  /** @type {import('./answer.cjs').Functions} */
  let functions = []
  for (let frame = receive(); frame; frame = receive()) {
    if (frame.kind === toProcess.setup) {
      const setup = JSON.parse(frame.body.toString())
      setNonce(setup.nonce)
      functions = await open(setup)
    } else {
      await answerAll(new Float64Array(frame.body.buffer), functions)
    }
  }
  exit(0)
}

void serve()

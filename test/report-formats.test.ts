import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { afterAll, describe, expect, test } from 'vitest'
import type { Report } from '../src/report.ts'
import { reporterNames } from '../src/reporters/reporters.ts'
import { cli, commandsOf, root, textOf } from './document.ts'

const folder = mkdtempSync(join(tmpdir(), 'gradproof-formats-'))
afterAll(() => rmSync(folder, { recursive: true }))

const commands = commandsOf('docs/report-formats.md').map(({ command: text }) => text)
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

/** Runs a command of the document from the root, with its file and those that GitHub names in a folder of their own. */
function run(text: string) {
  const [, , ...argv] = text.split(' ')
  const env = {
    ...process.env,
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    GITHUB_OUTPUT: join(folder, 'output'),
  }
  const placed = argv.map((word) => word.replace(/^(\w+)=/, `$1=${folder}/`))
  return spawnSync(process.execPath, [cli, ...placed], { cwd: root, env, encoding: 'utf8' })
}

const reportOf = (text: string) => JSON.parse(run(text).stdout) as Report

describe('docs/report-formats.md', () => {
  test('names every reporter', () => {
    const text = textOf('docs/report-formats.md')
    for (const name of reporterNames) expect(text).toContain(`\`${name}\``)
  })

  test(
    'has a command for each format that is not shown elsewhere, and they run',
    { timeout: 180_000 },
    () => {
      for (const text of commands) expect(run(text)).toMatchObject({ status: 1, stderr: '' })
      expect(read('report.html')).toMatch(/^<!doctype html>/)
      expect(read('report.html').match(/role="img"/g)).toHaveLength(3)
      expect(JSON.parse(read('results.json'))).toMatchObject({ visibility: 'visible' })
      expect(read('junit.xml')).toMatch(/^<\?xml /)
      expect(read('points.csv').split('\r\n')).toHaveLength(3)
      expect(read('comment.md')).toMatch(/^## ✗ failed/)
      expect(read('summary.md')).toMatch(/^## ✗ failed/)
      expect(read('output')).toMatch(/^result=[A-Za-z0-9+/=]+\n$/)
      expect(commands).toHaveLength(6)
    },
  )
})

test('a report with figures obeys the schema, and one without an html report beside it has none', () => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(
    JSON.parse(textOf('src/reporters/report.schema.json')) as object,
  )
  const check = `$ gradproof check fixtures/submissions/wrong/sum-not-mean--loops.js --runs 10 --reporter json`
  const drawn = reportOf(`${check} --reporter html=page.html`)
  validate(drawn)
  expect(validate.errors).toBeNull()
  expect(Object.keys(drawn.figures!)).toEqual(['gradientOverTime', 'stepSize', 'lossSurface'])
  expect(reportOf(check).figures).toBeUndefined()
})

test('Gradescope is given one submission', () => {
  const two = '$ gradproof check a.js b.js --reporter gradescope'
  expect(run(two)).toMatchObject({ status: 2 })
  expect(run(two).stderr).toContain('--reporter gradescope: expected check with one submission')
})

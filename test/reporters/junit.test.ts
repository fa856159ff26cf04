import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { junit } from '../../src/reporters/junit.ts'
import { hostileReport } from './hostile-reports.ts'
import { failed, held, report } from './reports.ts'

const schema = readFileSync('fixtures/schemas/junit-10.xsd', 'utf8')

/** GitLab reads a file of each case, which the schema of Jenkins does not know and its reader passes over. */
const withoutFiles = (xml: string): string => xml.replaceAll(/(<testcase[^>]*) file="[^"]*"/g, '$1')

const errorsOf = async (...texts: string[]) => {
  const xml = texts.map((text, index) => ({
    fileName: `${index}.xml`,
    contents: withoutFiles(text),
  }))
  return (await validateXML({ xml, schema })).errors
}

const skipped = { ...failed, status: 'skipped', counterexample: undefined } as const

describe('the junit reporter', () => {
  test('writes a suite a submission and a case a law', () => {
    expect(junit([report([held, failed])])).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="gradproof" tests="2" failures="1" errors="0" time="0.412">
  <testsuite name="class/it&#39;s.py" tests="2" failures="1" errors="0" skipped="0" time="0.412">
    <properties><property name="status" value="failed"/><property name="score" value="2"/><property name="maxScore" value="3.5"/><property name="assignment" value="linear-rnn"/><property name="seed" value="1"/></properties>
    <testcase classname="class.it&#39;s_py.forward_states" name="recurrence" file="class/it&#39;s.py" time="0.206"></testcase>
    <testcase classname="class.it&#39;s_py.backward_gradient" name="batch-mean" file="class/it&#39;s.py" time="0.206"><failure type="failed" message="wx_grad is 4, expected 2">wx_grad is 4, expected 2
Gradients are means.
0 of 1.5 points
smallest problem (after 1 simplification): X = [[1], [1]], wRec = NaN
sample 0 of 2:
         k       S_k  S_k received
         0         0             0
         1  0.333333       → -12.5
  expected                       2</failure></testcase>
  </testsuite>
</testsuites>
`)
  })

  test('what could not be read is an error, where it is', () => {
    const error = { kind: 'syntax', message: 'Unexpected <', line: 3, column: 7 } as const
    const xml = junit([report([skipped], { status: 'error', error })])
    expect(xml).toContain('tests="2" failures="0" errors="1" skipped="1"')
    expect(xml).toContain(
      '<error type="syntax" message="Unexpected &lt;">Unexpected &lt;\nline 3, column 7</error>',
    )
  })

  test('no two cases share class and name', () => {
    const xml = junit([report([held, held]), report([held])])
    const names = Array.from(xml.matchAll(/classname="[^"]*" name="[^"]*"/g), ([name]) => name)
    expect(new Set(names).size).toBe(3)
  })

  test('obeys the schema of Jenkins whatever a submission puts into names and messages', async () => {
    const texts = fc.sample(fc.array(hostileReport, { maxLength: 3 }), { numRuns: 200, seed: 1 })
    expect(await errorsOf(...texts.map(junit))).toEqual([])
  })

  test('and what does not obey it is noticed', async () => {
    const xml = junit([report([failed])]).replaceAll('classname', 'class')
    expect(await errorsOf(xml)).not.toEqual([])
  })
})

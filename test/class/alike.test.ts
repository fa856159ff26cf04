import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findAlike, type Compared } from '../../src/class/alike.ts'
import { fingerprintOf } from '../../src/class/fingerprint.ts'
import { readSubmission, type SubmissionSource } from '../../src/submission/index.ts'

const fixtures = 'fixtures/submissions'

const sourceOf = (path: string): SubmissionSource => {
  const source = readSubmission(path, [])
  if (source.status === 'rejected') throw new Error(source.error.message)
  return source
}

/** Every language is there, and everyone wrote alone. */
const right: Compared[] = readdirSync(`${fixtures}/right`).map((name) => ({
  path: name,
  code: fingerprintOf(sourceOf(join(fixtures, 'right', name))),
}))

/** A fixture, changed by somebody. */
function changed(kind: string, name: string, change: (text: string) => string): Compared {
  const source = sourceOf(`${fixtures}/${kind}/${name}`)
  const code = fingerprintOf({ ...source, text: change(source.text) })
  return { path: `changed/${name}`, code }
}

const renaming = (names: Readonly<Record<string, string>>) => (text: string) =>
  Object.entries(names).reduce(
    (done, [from, to]) => done.replaceAll(new RegExp(`\\b${from}\\b`, 'g'), to),
    text,
  )

const otherNames = renaming({
  update_state: 'updateState',
  forward_states: 'forwardStates',
  X: 'inputs',
  S: 'all_states',
  grads: 'g',
})

const reformatted = (text: string) =>
  `"""My own work."""\n${text.replaceAll('"""', '').replaceAll(/^( {4})+/gm, (indent) => indent.replaceAll('    ', '  '))}`
    .replaceAll(/^(.*\S)$/gm, '$1   # thought of by myself')
    .replaceAll(', ', ' ,  ')

const layout = (text: string) =>
  `// by me\n${text.replaceAll(/\n\s*/g, '\n\t').replaceAll(/;$/gm, '').replaceAll(' = ', '=')}`

const empty = (path: string) => ({
  path,
  code: { exact: '', renamed: '', prints: [] },
})

describe('right submissions of one short exercise', () => {
  test('are not alike because they are right', () => {
    expect(right.length).toBeGreaterThan(15)
    expect(findAlike(right)).toEqual([])
  })

  test('are not alike where half of the class hands in the same but for names', () => {
    const code = (index: number) => ({ ...right[0].code, exact: `exact ${index}` })
    const half = right.map(({ path }, index) => ({ path: `half/${path}`, code: code(index) }))
    expect(findAlike([...right.slice(1), ...half])).toEqual([])
  })
})

describe('a copy', () => {
  test('with other comments and another layout is identical', () => {
    const source = sourceOf(`${fixtures}/wrong/normalised.ts`)
    const both = [
      { path: 'one.ts', code: fingerprintOf(source) },
      changed('wrong', 'normalised.ts', layout),
    ]
    expect(findAlike([...right, ...both])).toEqual([
      { kind: 'identical', paths: ['changed/normalised.ts', 'one.ts'], similarity: 1 },
    ])
  })

  test('in Python with other comments is identical', () => {
    const copy = changed('right', 'vectorised.py', (text) =>
      text.replaceAll(/^(.*[^\s"])$/gm, (line) =>
        line.includes('"""') ? line : `${line}  # mine`,
      ),
    )
    expect(findAlike([...right, copy])).toEqual([
      { kind: 'identical', paths: ['changed/vectorised.py', 'vectorised.py'], similarity: 1 },
    ])
  })

  test('with other names as well is renamed', () => {
    const copy = changed('right', 'vectorised.py', (text) => otherNames(text))
    expect(findAlike([...right, copy])).toEqual([
      { kind: 'renamed', paths: ['changed/vectorised.py', 'vectorised.py'], similarity: 1 },
    ])
    expect(findAlike([right.find(({ path }) => path === 'vectorised.py')!, copy])).toHaveLength(1)
  })

  test('with a statement more and another constant is similar', () => {
    const copy = changed('right', 'per-sample-loops.py', (text) =>
      `${otherNames(text)}\nprint(loss([1, 2], [3, 4]))\n`.replace('2 *', '2.5 *'),
    )
    const [found, ...more] = findAlike([...right, copy])
    expect(more).toEqual([])
    expect(found).toMatchObject({
      kind: 'similar',
      paths: ['changed/per-sample-loops.py', 'per-sample-loops.py'],
    })
    expect(found.similarity).toBeGreaterThan(0.8)
    expect(found.similarity).toBeLessThan(1)
  })

  test('of the starter code is what everyone was given', () => {
    const twice = [right[0], { ...right[0], path: 'again' }]
    expect(findAlike(twice)).toHaveLength(1)
    expect(findAlike(twice, right[0].code)).toEqual([])
  })

  test('of an empty file is nothing', () => {
    expect(findAlike([empty('a'), empty('b')])).toEqual([])
  })
})

test('the layout of a notebook and of a script is the same to it', () => {
  const text = sourceOf(`${fixtures}/right/vectorised.py`).text
  const cells = text
    .split('\n\n\n')
    .map((source) => ({ cell_type: 'code', source: [`${source}\n`] }))
  const source = sourceOf(`${fixtures}/right/vectorised.py`)
  const notebook = { ...source.entry, name: 'a.ipynb' }
  const inCells = { ...source, entry: notebook, text: JSON.stringify({ cells }) }
  expect(fingerprintOf(inCells)).toEqual(fingerprintOf(source))
})

test('reformatting that changes tokens of no program changes no fingerprint', () => {
  const source = sourceOf(`${fixtures}/right/per-sample-loops.py`)
  const plain = { ...source, text: source.text.replaceAll(/"""[^]*?"""/g, '') }
  const other = { ...plain, text: reformatted(plain.text) }
  expect(fingerprintOf(other)).toEqual(fingerprintOf(plain))
})

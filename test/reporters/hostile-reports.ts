import * as fc from 'fast-check'
import type { ClassReport } from '../../src/class-report.ts'
import { sumOfPoints } from '../../src/sum-of-points.ts'
import type { PropertyReport, Report } from '../../src/report.ts'

/** What breaks out of one format or another, and any text at all. */
export const attacks = [
  '::error file=a.py::gone',
  '  ::add-mask::x',
  '##[add-mask]x',
  '%0A::set-output name=a::b',
  '\u001b[2J\u001b]8;;http://evil.example\u0007link',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</style></script><svg onload=alert(1)>',
  ']]><failure>',
  '&lt;b&gt; &#x0;',
  '[link](javascript:alert(1)) ![image](http://evil.example/a.png)',
  '```\n# heading\n```` ` ``',
  '| a | b |\n| --- | --- |',
  '@someone www.evil.example http://evil.example a@evil.example',
  '$\\href{javascript:alert(1)}{x}$',
  '=cmd|/c calc!A0',
  '+1;=HYPERLINK("http://evil.example")',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r\n=1,"2',
  '\ufffe\uffff\u0000\u0008\ud800\u202e',
  '__proto__',
]

const text = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .tuple(fc.constantFrom(...attacks), fc.constantFrom(...attacks))
    .map(([first, second]) => `${first}${second}`),
)

const number = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.constantFrom('NaN' as const, 'Infinity' as const, '-Infinity' as const),
)
const quantity = fc.oneof(number, fc.array(number, { maxLength: 4 }))
const quantities = fc.dictionary(text, quantity, { maxKeys: 3 })

const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record(
    {
      caption: text,
      columns: fc.array(text, { minLength: width, maxLength: width }),
      rows: fc.array(
        fc.array(fc.oneof(fc.double({ noNaN: true }), text, fc.constant(null)), {
          minLength: width,
          maxLength: width,
        }),
        { maxLength: 3 },
      ),
      difference: fc.constant({ row: 0, column: width - 1 }),
    },
    { requiredKeys: ['caption', 'columns', 'rows'] },
  ),
)

const counterexample = fc.record(
  {
    input: quantities,
    expected: quantities,
    received: quantities,
    shrinks: fc.nat(20),
    table,
  },
  { requiredKeys: ['input', 'expected', 'received', 'shrinks'] },
)

/** In steps of 0.05, which have no exact sum in binary. */
const points = fc.nat(40).map((steps) => steps / 20)

const law: fc.Arbitrary<PropertyReport> = fc.record(
  {
    name: text,
    function: text,
    statement: text,
    status: fc.constantFrom('passed', 'failed', 'inconclusive', 'skipped', 'error'),
    score: points,
    maxScore: points,
    runs: fc.nat(100),
    message: text,
    counterexample,
  },
  {
    requiredKeys: [
      'name',
      'function',
      'statement',
      'status',
      'score',
      'maxScore',
      'runs',
      'message',
    ],
  },
)

const curve = fc.array(number, { minLength: 2, maxLength: 4 })
const figures = fc.record(
  {
    gradientOverTime: fc.array(
      fc.record({ wRec: fc.constantFrom(0.5, 1, -2), expected: curve, received: curve }),
      { maxLength: 2 },
    ),
    stepSize: fc.record({
      parameter: text,
      at: fc.dictionary(text, fc.constant(1), { maxKeys: 2 }),
      derivative: fc.double({ noDefaultInfinity: true, noNaN: true }),
      steps: fc.constant([1e-8, 1e-4, 1]),
      errors: fc.array(number, { minLength: 3, maxLength: 3 }),
      bounds: fc.array(number, { minLength: 3, maxLength: 3 }),
      checkBound: number,
      received: number,
    }),
    lossSurface: fc.record({
      x: fc.record({ name: text, values: fc.constant([0, 1]) }),
      y: fc.record({ name: text, values: fc.constant([0, 1]) }),
      loss: fc.constant([
        [0, 1],
        [10, 100],
      ]),
      gradients: fc.array(
        fc.record({
          at: fc.constant([0.5, 0.5] as const),
          expected: fc.constant([1, 2] as const),
          received: fc.tuple(number, number),
        }),
        { maxLength: 3 },
      ),
    }),
  },
  { requiredKeys: [] },
)

const statusOf = (laws: readonly PropertyReport[]): Report['status'] =>
  laws.every(({ status }) => status === 'passed') ? 'passed' : 'failed'

/** A report whose every string is hostile, and whose totals are those of its laws. */
export const hostileReport: fc.Arbitrary<Report> = fc
  .record(
    {
      assignment: text,
      sandbox: text,
      path: text,
      language: fc.constantFrom('typescript', 'javascript', 'python', 'unknown'),
      laws: fc.array(law, { minLength: 1, maxLength: 4 }),
      mistakes: fc.array(fc.record({ id: text, function: text, explanation: text, hint: text }), {
        maxLength: 2,
      }),
      facts: fc.array(text, { maxLength: 2 }),
      notes: fc.array(text, { maxLength: 2 }),
      error: fc.record(
        { kind: fc.constantFrom('syntax', 'crash'), message: text, line: fc.integer({ min: 1 }) },
        { requiredKeys: ['kind', 'message'] },
      ),
      durationMs: fc.nat(1e6),
      figures,
    },
    {
      requiredKeys: [
        'assignment',
        'sandbox',
        'path',
        'language',
        'laws',
        'mistakes',
        'facts',
        'notes',
        'durationMs',
      ],
    },
  )
  .map(({ path, language, laws, ...rest }): Report => {
    const known = {
      schemaVersion: 1,
      tool: { name: 'gradproof', version: '0.1.0' },
      seed: 1,
      runs: 100,
      submission: { path, language, sha256: '' },
      status: rest.error ? 'error' : statusOf(laws),
      score: sumOfPoints(laws.map(({ score }) => score)),
      maxScore: sumOfPoints(laws.map(({ maxScore }) => maxScore)),
      properties: laws,
    } as const
    return Object.assign(rest, known)
  })

export const hostileClass: fc.Arbitrary<ClassReport> = fc.record({
  reports: fc.array(hostileReport, { minLength: 1, maxLength: 4 }),
  alike: fc.array(
    fc.record({
      kind: fc.constantFrom('identical', 'renamed', 'similar'),
      paths: fc.array(text, { minLength: 2, maxLength: 3 }),
      similarity: fc.constant(0.9),
    }),
    { maxLength: 2 },
  ),
  failures: fc.array(fc.record({ path: text, message: text }), { maxLength: 2 }),
})

import type { BackwardSettings } from '../../src/mistakes/backward-model.ts'
import { type Formulas, publishedGradients, type Style } from './formulas.ts'

const types: Record<string, string> = {
  xk: 'number[]',
  sk: 'number[]',
  y: 'number[]',
  t: 'number[]',
  gradOut: 'number[]',
  X: 'number[][]',
  S: 'number[][]',
  wx: 'number',
  wRec: 'number',
}

/** A submission in JavaScript, or with types in TypeScript, with these formulas. */
export function javascript(formulas: Formulas, style: Style, typed: boolean): string {
  const define = (name: string, parameters: readonly string[], body: readonly string[]): string => {
    const list = parameters.map((each) => (typed ? `${each}: ${types[each]}` : each)).join(', ')
    return `export function ${name}(${list})${typed ? ': any' : ''} {\n  ${body.join('\n  ')}\n}\n`
  }
  return [
    define('updateState', ['xk', 'sk', 'wx', 'wRec'], update(formulas, style)),
    define('forwardStates', ['X', 'wx', 'wRec'], states(formulas, style)),
    define('loss', ['y', 't'], loss(formulas, style)),
    define('outputGradient', ['y', 't'], outputGradient(formulas)),
    define('backwardGradient', ['X', 'S', 'gradOut', 'wRec'], backward(formulas, style)),
  ].join('\n')
}

const update = ({ update }: Formulas, style: Style): string[] =>
  style === 'accumulated lists'
    ? [
        'const next = []',
        'for (let i = 0; i < xk.length; i++) {',
        '  const [x, s] = [xk[i], sk[i]]',
        `  next.push(${update('Math.tanh')})`,
        '}',
        'return next',
      ]
    : [`return xk.map((x, i) => { const s = sk[i]; return ${update('Math.tanh')} })`]

function states({ forward, step }: Formulas, style: Style): string[] {
  const first = forward.skipsFirst === 'leaves-blank' ? 2 : 1
  const last = forward.stopsEarly ? 'row.length - 1' : 'row.length'
  const fill = [
    `  const states = new Array(row.length + 1).fill(0)`,
    `  states[0] = ${forward.initialState}`,
    `  for (let k = ${first}; k <= ${last}; k++) {`,
    '    const [x, s] = [row[k - 1], states[k - 1]]',
    `    states[k] = ${step('Math.tanh')}`,
    '  }',
  ]
  return style === 'vectorised'
    ? ['return X.map((row) => {', ...fill, '  return states', '})']
    : ['const S = []', 'for (const row of X) {', ...fill, '  S.push(states)', '}', 'return S']
}

function loss({ loss }: Formulas, style: Style): string[] {
  const all = loss.pairs === 'all'
  const each = loss.power === 'square' ? 'e * e' : 'Math.abs(e)'
  const mean = loss.reduction === 'mean' ? ` / ${all ? '(n * n)' : 'n'}` : ''
  const scaled = `${loss.scale} * total${mean}`
  const errors = all ? 'y.flatMap((a) => t.map((b) => a - b))' : 'y.map((a, i) => a - t[i])'
  const total =
    style === 'per-sample loops'
      ? ['let total = 0', `for (const e of ${errors}) total += ${each}`]
      : [`const total = ${errors}.map((e) => ${each}).reduce((a, b) => a + b, 0)`]
  const value = loss.root === 'none' ? scaled : `Math.sqrt(${scaled})`
  return ['const n = y.length', ...total, `return ${value}`]
}

const outputGradient = ({ outputFactor, outputDivisor }: Formulas): string[] => [
  'const n = y.length',
  `return y.map((a, i) => (${outputFactor} * (a - t[i]))${outputDivisor})`,
]

function backward(formulas: Formulas, style: Style): string[] {
  const { backward: made, factor, hardCoded, mutates, propagated } = formulas
  const lists = style === 'accumulated lists'
  const steps = Number.isFinite(made.steps) ? made.steps : 'T'
  const first = made.skipsFirst ? '2' : `Math.max(1, T - ${steps} + 1)`
  const last = made.skipsLast ? 'T - 1' : 'T'
  const head =
    made.order === 'backward'
      ? `for (let k = ${last}; k >= ${first}; k--) {`
      : `for (let k = ${first}; k <= ${last}; k++) {`
  return [
    'const n = X.length',
    'const T = X[0].length',
    'let G = X.map((_, i) => { const line = new Array(T + 1).fill(0); line[T] = gradOut[i]; return line })',
    lists ? 'let [wxTerms, wRecTerms] = [[0], [0]]' : '',
    'let [wxGrad, wRecGrad] = [0, 0]',
    head,
    ...indent([
      ...term('wx', made, formulas, style),
      ...term('wRec', made, formulas, style),
      'for (let i = 0; i < n; i++) {',
      '  const [g, start] = [G[i][k], gradOut[i]]',
      `  G[i][k - 1] = ${propagated}`,
      '}',
    ]),
    '}',
    lists
      ? '[wxGrad, wRecGrad] = [wxTerms, wRecTerms].map((list) => list.reduce((a, b) => a + b, 0));'
      : '',
    `wxGrad *= ${factor}`,
    `wRecGrad *= ${factor}`,
    ...(made.dividesBySteps ? ['wxGrad /= T', 'wRecGrad /= T'] : []),
    ...limited(made),
    ...(made.filled ? [] : ['for (const line of G) line.fill(0, 0, T)']),
    ...(made.reversed ? ['for (const line of G) line.reverse()'] : []),
    ...(made.transposed ? ['G = G[0].map((_, k) => G.map((line) => line[k]))'] : []),
    ...(mutates ? ['gradOut[0] = 7', 'S[0][0] = 7'] : []),
    `return [[${hardCoded ? publishedGradients : returned(made)}], G]`,
  ].filter((line) => line !== '')
}

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`)

const returned = ({ returned }: BackwardSettings): string =>
  ({
    both: 'wxGrad, wRecGrad',
    swapped: 'wRecGrad, wxGrad',
    'wx-twice': 'wxGrad, wxGrad',
    'wRec-twice': 'wRecGrad, wRecGrad',
  })[returned]

function limited({ limit }: BackwardSettings): string[] {
  if (limit === 'none') return []
  if (limit === 'clip')
    return ['wxGrad', 'wRecGrad'].map((name) => `${name} = Math.max(-1, Math.min(1, ${name}))`)
  return [
    'const norm = Math.hypot(wxGrad, wRecGrad)',
    'if (norm > 0) {',
    '  wxGrad /= norm',
    '  wRecGrad /= norm',
    '}',
  ]
}

function term(
  weight: 'wx' | 'wRec',
  made: BackwardSettings,
  { divisor }: Formulas,
  style: Style,
): string[] {
  const operand = weight === 'wx' ? made.wxOperand : made.wRecOperand
  const matrix = operand === 'inputs' ? 'X' : 'S'
  const offset = weight === 'wx' ? made.inputOffset : made.stateOffset
  const accumulates = weight === 'wx' ? made.wxAccumulates : made.wRecAccumulates
  const added = `${weight}Grad ${accumulates ? '+=' : '='} part`
  const gathered = accumulates ? `${weight}Terms.push(part)` : `${weight}Terms = [part]`
  const asked = made.omitsFirst ? 'k !== 1' : made.omitsLast ? 'k !== T' : 'n > 0'
  return [
    `if (${asked}) {`,
    ...indent([
      `const used = G.map((line) => line[k]${made.extraFactor ? ' * wRec' : ''})`,
      `const column = ${matrix}.map((line) => line[k - 1 + ${offset}] ?? 0)`,
      ...reduced(made, divisor, style),
      style === 'accumulated lists' ? gathered : added,
    ]),
    '}',
  ]
}

const sum = (list: string): string => `${list}.reduce((a, b) => a + b, 0)`

function reduced({ samples }: BackwardSettings, divisor: string, style: Style): string[] {
  if (samples === 'means')
    return [`const part = (${sum('used')} * (${sum('column')} / n)) / ${divisor}`]
  if (samples === 'first') return [`const part = (used[0] * column[0]) / ${divisor}`]
  if (samples === 'last') return [`const part = (used[n - 1] * column[n - 1]) / ${divisor}`]
  if (style !== 'per-sample loops')
    return [`const part = ${sum('used.map((g, i) => g * column[i])')} / ${divisor}`]
  return ['let part = 0', `for (let i = 0; i < n; i++) part += (used[i] * column[i]) / ${divisor}`]
}

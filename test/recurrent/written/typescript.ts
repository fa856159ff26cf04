import type { ElmanAdjoint, ElmanUpdate } from '../../../src/mistakes/recurrent/elman-model.ts'
import type { GruAdjoint, GruUpdate } from '../../../src/mistakes/recurrent/gru-model.ts'
import type { LoopSettings } from '../../../src/mistakes/recurrent/loop-settings.ts'
import type { LstmAdjoint, LstmUpdate } from '../../../src/mistakes/recurrent/lstm-model.ts'
import type { ForwardLoop } from '../../../src/mistakes/recurrent/network-model.ts'
import type { RecurrentName } from '../../../src/mistakes/recurrent/network-functions.ts'
import { divisorText, firstStep, isTorch, slopeText, type ToWrite } from './settings.ts'

/** What every function of a file in TypeScript shares: arrays of arrays, and what numpy has for them. */
export const typescriptHead = `
type M = number[][]
const zeros = (rows: number, columns: number): M => Array.from({ length: rows }, () => new Array(columns).fill(0))
const turn = (A: M): M => (A[0] ?? []).map((_, j) => A.map((row) => row[j]))
const mul = (A: M, B: M): M => A.map((row) => (B[0] ?? []).map((_, j) => row.reduce((sum, a, k) => sum + a * B[k][j], 0)))
const map = (A: M, f: (a: number) => number): M => A.map((row) => row.map((a) => f(a)))
const on = (f: (...entries: number[]) => number, ...all: M[]): M => all[0].map((row, i) => row.map((_, j) => f(...all.map((each) => each[i][j]))))
const add = (...all: M[]): M => on((...entries) => entries.reduce((a, b) => a + b), ...all)
const plus = (A: M, b: number[]): M => A.map((row) => row.map((a, j) => a + b[j]))
const cut = (A: M, from: number, to: number): M => A.map((row) => row.slice(from, to))
const beside = (...all: M[]): M => all[0].map((_, i) => all.flatMap((each) => each[i]))
const at = (S: M[], k: number): M => S.map((steps) => steps[k])
const put = (S: M[], k: number, A: M) => S.forEach((steps, i) => { steps[k] = A[i] })
const sums = (A: M): number[] => (A[0] ?? []).map((_, j) => A.reduce((sum, row) => sum + row[j], 0))
const cube = (n: number, T: number, d: number): M[] => Array.from({ length: n }, () => zeros(T, d))
const sigmoid = (a: number) => 1 / (1 + Math.exp(-a))
const VALUES: Record<string, (a: number) => number> = { identity: (a) => a, relu: (a) => Math.max(a, 0), tanh: Math.tanh, sigmoid }
const SLOPES: Record<string, (s: number) => number> = { identity: () => 1, relu: (s) => (s > 0 ? 1 : 0), tanh: (s) => 1 - s * s, sigmoid: (s) => s * (1 - s) }
`

const cells: Readonly<Record<RecurrentName, readonly string[]>> = {
  'elman-rnn': ['W_x: M', 'W_rec: M', 'b: number[]'],
  lstm: ['weight_ih: M', 'weight_hh: M', 'bias_ih: number[]', 'bias_hh: number[]'],
  gru: ['weight_ih: M', 'weight_hh: M', 'bias_ih: number[]', 'bias_hh: number[]'],
}

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`)

const define = (name: string, parameters: readonly string[], body: readonly string[]): string =>
  [`export function ${name}(${parameters.join(', ')}): any {`, ...indent(body), '}'].join('\n')

/** One function in TypeScript, under another name. */
export function typescriptFunction(written: ToWrite, name: string): string {
  const { network } = written
  const choice = network === 'elman-rnn' ? ['activation: string'] : []
  const states = { 'elman-rnn': ['s'], lstm: ['h', 'c'], gru: ['h'] }[network]
  if (written.name === 'update_state') {
    const parameters = ['x: M', ...states.map((each) => `${each}: M`), ...cells[network], ...choice]
    return define(name, parameters, [
      ...step(network, written.made),
      `return ${returnedStates(network, written.made)}`,
    ])
  }
  if (written.name === 'forward_states')
    return define(name, ['X: M[]', ...cells[network], ...choice], forward(network, written.made))
  if (written.name === 'output') {
    const W = isTorch(network) ? 'turn(W)' : 'W'
    const y = `mul(at(S, S[0].length - 1), ${W})`
    const biased = written.made.bias ? `plus(${y}, c)` : y
    const returned = written.made.squashes ? `map(${biased}, Math.tanh)` : biased
    return define(name, ['S: M[]', 'W: M', 'c: number[]'], [`return ${returned}`])
  }
  if (written.name === 'loss') {
    const { power, mean, scale, root } = written.made
    const each = power === 'square' ? '(e) => e * e' : 'Math.abs'
    const sum = `on((a, b) => a - b, y, t).flat().map((e) => (${each})(e)).reduce((a, b) => a + b, 0)`
    const value = `${scale} * ${sum} / ${divisorText(mean, 'y.length', 'y[0].length')}`
    return define(name, ['y: M', 't: M'], [`return ${root ? `Math.sqrt(${value})` : value}`])
  }
  if (written.name === 'output_gradient') {
    const { factor, mean } = written.made
    const divisor = divisorText(mean, 'y.length', 'y[0].length')
    return define(
      name,
      ['y: M', 't: M'],
      [`return on((a, b) => (${factor} * (a - b)) / ${divisor}, y, t)`],
    )
  }
  const all = network === 'lstm' ? ['S: M[]', 'c_states: M[]'] : ['S: M[]']
  const parameters = ['X: M[]', ...all, 'grad_out: M', ...cells[network], 'W_out: M', ...choice]
  return define(name, parameters, [
    ...layout(network),
    ...backward(written.made, adjoint(written), network),
  ])
}

function step(network: RecurrentName, made: ElmanUpdate | LstmUpdate | GruUpdate): string[] {
  if (network === 'elman-rnn') return elmanStep(made as ElmanUpdate)
  return network === 'lstm' ? lstmStep(made as LstmUpdate) : gruStep(made as GruUpdate)
}

function elmanStep({ bias, recurs, recurrent, activates }: ElmanUpdate): string[] {
  const own = bias ? 'plus(mul(x, W_x), b)' : 'mul(x, W_x)'
  const W = recurrent === 'plain' ? 'W_rec' : 'turn(W_rec)'
  const a = recurs ? `add(${own}, mul(s, ${W}))` : own
  return [`const next_s = ${activates ? `map(${a}, VALUES[activation])` : a}`]
}

const gateOf = (source: string, order: string, letter: string): string =>
  `cut(${source}, ${order.indexOf(letter)} * H, ${order.indexOf(letter) + 1} * H)`

const gateLines = (order: string, letters: string): string[] =>
  Array.from(letters, (letter) => `const A_${letter} = ${gateOf('A', order, letter)}`)

const sides = (bias: boolean, recurs: boolean, width: string): [string, string] => {
  const input = 'mul(x, turn(weight_ih))'
  const state = recurs ? 'mul(h, turn(weight_hh))' : `zeros(h.length, ${width})`
  return bias ? [`plus(${input}, bias_ih)`, `plus(${state}, bias_hh)`] : [input, state]
}

function lstmStep(made: LstmUpdate): string[] {
  const { gateOrder, bias, recurs, cell, squashesCell, candidate } = made
  const [input, state] = sides(bias, recurs, '4 * H')
  const next = {
    right: 'on((f, c, i, g) => f * c + i * g, f, c, i, g)',
    'no-carry': 'on((i, g) => i * g, i, g)',
    'no-forget-gate': 'on((c, i, g) => c + i * g, c, i, g)',
  }[cell]
  return [
    'const H = h[0].length',
    `const A = add(${input}, ${state})`,
    ...gateLines(gateOrder, 'ifgo'),
    'const [i, f, o] = [map(A_i, sigmoid), map(A_f, sigmoid), map(A_o, sigmoid)]',
    `const g = map(A_g, ${candidate === 'tanh' ? 'Math.tanh' : 'sigmoid'})`,
    `const next_c = ${next}`,
    `const next_h = on((o, c) => o * ${squashesCell ? 'Math.tanh(c)' : 'c'}, o, next_c)`,
  ]
}

function gruStep({ gateOrder, bias, recurs, update, resets, carries }: GruUpdate): string[] {
  const [input, state] = sides(bias, recurs, '3 * H')
  const shrunk = sides(bias, recurs, '3 * H')[1].replace('mul(h,', 'mul(on((r, h) => r * h, r, h),')
  const fromState = {
    after: 'on((r, b) => r * b, r, B_n)',
    before: gateOf(shrunk, gateOrder, 'n'),
    never: 'B_n',
  }[resets]
  const [keep, renew] = update === 'right' ? ['z', '(1 - z)'] : ['(1 - z)', 'z']
  return [
    'const H = h[0].length',
    `const A = ${input}`,
    `const B = ${state}`,
    ...gateLines(gateOrder, 'rzn'),
    ...Array.from('rzn', (letter) => `const B_${letter} = ${gateOf('B', gateOrder, letter)}`),
    'const [r, z] = [map(add(A_r, B_r), sigmoid), map(add(A_z, B_z), sigmoid)]',
    `const n = map(add(A_n, ${fromState}), Math.tanh)`,
    `const next_h = on((z, n, h) => ${renew} * n${carries ? ` + ${keep} * h` : ''}, z, n, h)`,
  ]
}

function returnedStates(network: RecurrentName, made: object): string {
  if (network !== 'lstm') return network === 'gru' ? 'next_h' : 'next_s'
  return (made as LstmUpdate).swapsParts ? '[next_c, next_h]' : '[next_h, next_c]'
}

function forward(
  network: RecurrentName,
  made: ForwardLoop & (ElmanUpdate | LstmUpdate | GruUpdate),
): string[] {
  const parts = { 'elman-rnn': ['s'], lstm: ['h', 'c'], gru: ['h'] }[network]
  const width = isTorch(network) ? 'weight_hh[0].length' : 'W_rec.length'
  const next = returnedStates(network, made)
  return [
    'const T = X[0].length',
    ...parts.map((part) => `const all_${part} = cube(X.length, T + 1, ${width})`),
    ...parts.map(
      (part) => `put(all_${part}, 0, map(at(all_${part}, 0), () => ${made.initialState}))`,
    ),
    `for (let k = ${made.skipsFirst ? 2 : 1}; k <= ${made.stopsEarly ? 'T - 1' : 'T'}; k++) {`,
    ...indent([
      'const x = at(X, k - 1)',
      ...parts.map((part) => `const ${part} = at(all_${part}, k - 1)`),
      ...step(network, made),
      `const next = ${parts.length > 1 ? next : `[${next}]`}`,
      ...parts.map((part, i) => `put(all_${part}, k, next[${i}])`),
    ]),
    '}',
    `return ${parts.length > 1 ? '[all_h, all_c]' : `all_${parts[0]}`}`,
  ]
}

const layout = (network: RecurrentName): string[] =>
  isTorch(network)
    ? ['const [Wx, Wh, Wout] = [turn(weight_ih), turn(weight_hh), turn(W_out)]']
    : ['const [Wx, Wh, Wout] = [W_x, W_rec, W_out]']

function adjoint(written: Extract<ToWrite, { name: 'backward_gradient' }>): string[] {
  if (written.network === 'elman-rnn') return elmanAdjoint(written.made)
  return written.network === 'lstm' ? lstmAdjoint(written.made) : gruAdjoint(written.made)
}

function elmanAdjoint({ slopeAt }: ElmanAdjoint): string[] {
  const slope = slopeText(
    slopeAt,
    (s) => `SLOPES[activation](${s})`,
    (a) => `VALUES[activation](${a})`,
    's',
    'a',
    '1',
  )
  return [
    'const s = at(S, k)',
    'const a = plus(add(mul(at(X, k - 1), W_x), mul(at(S, k - 1), W_rec)), b)',
    `const dA = on((g, s, a) => g * ${slope}, at(G, k), s, a)`,
    'const dB = dA',
    'const carried = [map(s, () => 0)]',
  ]
}

const sigmoidSlope = (s: string): string => `${s} * (1 - ${s})`
const tanhSlope = (s: string): string => `(1 - ${s} * ${s})`
const sigmoidOf = (a: string): string => `sigmoid(${a})`
const tanhOf = (a: string): string => `Math.tanh(${a})`

function lstmAdjoint(made: LstmAdjoint): string[] {
  const gate = (s: string): string =>
    slopeText(made.gateSlope, sigmoidSlope, sigmoidOf, s, 'a', '1')
  const cell = slopeText(made.cellSlope, tanhSlope, tanhOf, 'tc', 'c', '1')
  const candidate = slopeText(made.candidateSlope, tanhSlope, tanhOf, 'g', 'a', '1')
  const dc = {
    both: `next + dh * o * ${cell}`,
    'from-next': 'next',
    'from-output': `dh * o * ${cell}`,
  }[made.cellGradient]
  const carried = { 'forget-gate': 'dc * f', unchanged: 'dc', none: '0' }[made.carry]
  return [
    'const H = S[0][0].length',
    'const A = plus(plus(add(mul(at(X, k - 1), Wx), mul(at(S, k - 1), Wh)), bias_ih), bias_hh)',
    ...gateLines(made.gateOrder, 'ifgo'),
    'const [i, f, o] = [map(A_i, sigmoid), map(A_f, sigmoid), map(A_o, sigmoid)]',
    'const g = map(A_g, Math.tanh)',
    'const [c, before, dh] = [at(c_states, k), at(c_states, k - 1), at(G, k)]',
    'const tc = map(c, Math.tanh)',
    `const dc = on((next, dh, o, tc, c) => ${dc}, at(C, k), dh, o, tc, c)`,
    `let d_i = on((dc, g, i, a) => dc * g * ${gate('i')}, dc, g, i, A_i)`,
    `let d_f = on((dc, c, f, a) => dc * c * ${gate('f')}, dc, ${made.forgets === 'before' ? 'before' : 'c'}, f, A_f)`,
    `let d_g = on((dc, i, g, a) => dc * i * ${candidate}, dc, i, g, A_g)`,
    `let d_o = on((dh, tc, o, a) => dh * tc * ${gate('o')}, dh, tc, o, A_o)`,
    ...(made.missingGate ? [`d_${made.missingGate} = map(dh, () => 0)`] : []),
    `const dA = beside(${Array.from(made.gradientOrder, (letter) => `d_${letter}`).join(', ')})`,
    'const dB = dA',
    `const carried = [map(dh, () => 0), on((dc, f) => ${carried}, dc, f)]`,
  ]
}

function gruAdjoint(made: GruAdjoint): string[] {
  const gate = (s: string): string =>
    slopeText(made.gateSlope, sigmoidSlope, sigmoidOf, s, 'a', '1')
  const candidate = slopeText(made.candidateSlope, tanhSlope, tanhOf, 'n', 'a', '1')
  const [keep, renew, sign] = made.update === 'right' ? ['z', '(1 - z)', 1] : ['(1 - z)', 'z', -1]
  const carried = { 'update-gate': `dh * ${keep}`, unchanged: 'dh', none: '0' }[made.carry]
  const joined = (n: string): string =>
    `beside(${Array.from(made.gradientOrder, (letter) => (letter === 'n' ? n : `d_${letter}`)).join(', ')})`
  return [
    'const H = S[0][0].length',
    'const A = plus(mul(at(X, k - 1), Wx), bias_ih)',
    'const B = plus(mul(at(S, k - 1), Wh), bias_hh)',
    ...gateLines(made.gateOrder, 'rzn'),
    ...Array.from('rzn', (letter) => `const B_${letter} = ${gateOf('B', made.gateOrder, letter)}`),
    'const [a_r, a_z] = [add(A_r, B_r), add(A_z, B_z)]',
    'const [r, z] = [map(a_r, sigmoid), map(a_z, sigmoid)]',
    'const a_n = add(A_n, on((r, b) => r * b, r, B_n))',
    'const n = map(a_n, Math.tanh)',
    'const [dh, before] = [at(G, k), at(S, k - 1)]',
    `let d_n = on((dh, z, n, a) => dh * ${renew} * ${candidate}, dh, z, n, a_n)`,
    `let d_z = on((dh, h, n, z, a) => ${sign * made.updateGateSign} * dh * (h - n) * ${gate('z')}, dh, before, n, z, a_z)`,
    `let d_r = on((dn, b, r, a) => dn * b * ${gate('r')}, d_n, B_n, r, a_r)`,
    ...(made.missingGate ? [`d_${made.missingGate} = map(dh, () => 0)`] : []),
    `const dA = ${joined('d_n')}`,
    `const dB = ${joined(made.resets ? 'on((d, r) => d * r, d_n, r)' : 'd_n')}`,
    `const carried = [on((dh, z) => ${carried}, dh, z)]`,
  ]
}

function backward(made: LoopSettings, cell: readonly string[], network: RecurrentName): string[] {
  const parts = network === 'lstm' ? ['G', 'C'] : ['G']
  const through = { transposed: 'mul(dB, turn(Wh))', plain: 'mul(dB, Wh)', past: 'dB' }[
    made.propagation
  ]
  const previous = parts.map((part, i) => {
    const isCut = made.detached === 'all' || (made.detached === 'first' && i === 0)
    const value = i === 0 ? `add(${through}, carried[0])` : 'carried[1]'
    return `put(${part}, k - 1, ${isCut ? 'map(at(G, 0), () => 0)' : value})`
  })
  return [
    'const [n_samples, T, width] = [X.length, X[0].length, Wx[0].length]',
    `const start = map(grad_out, (g) => (g * ${made.gradOutFactor}) / ${made.gradOutDivisor === 'n' ? 'n_samples' : '1'})`,
    ...parts.map((part) => `let ${part} = cube(n_samples, T + 1, S[0][0].length)`),
    'const head = mul(start, turn(Wout))',
    'put(G, T, head)',
    'let [Wx_grad, Wh_grad] = [zeros(Wx.length, width), zeros(Wh.length, width)]',
    'let X_grad = cube(n_samples, T, Wx.length)',
    'let [b_in, b_state]: [M[], M[]] = [[], []]',
    `for (let k = ${made.skipsLast ? 'T - 1' : 'T'}; k >= Math.${firstStep(made)}; k--) {`,
    ...indent([
      ...cell,
      `const [used_A, used_B] = [${used(made, 'dA')}, ${used(made, 'dB')}]`,
      ...term('Wx_grad', 'X', made.inputOffset, 'T', 'used_A', made.inputAccumulates),
      ...term('Wh_grad', 'S', made.stateOffset, 'T + 1', 'used_B', made.recurrentAccumulates),
      ...biasTerms(made),
      'put(X_grad, k - 1, mul(dA, turn(Wx)))',
      ...previous,
      ...(made.addsGradOut ? ['put(G, k - 1, add(at(G, k - 1), head))'] : []),
    ]),
    '}',
    ...returned(made, network, parts),
  ]
}

function used({ samples }: LoopSettings, grad: string): string {
  if (samples === 'all') return grad
  return `${grad}.map((row, i) => row.map((g) => (i === ${samples === 'first' ? '0' : 'n_samples - 1'} ? g : 0)))`
}

function biasTerms({ biasSamples, biasAccumulates, biasSteps }: LoopSettings): string[] {
  const value = (grad: string): string =>
    ({
      each: grad,
      first: `[${grad}[0]]`,
      sum: `[sums(${grad})]`,
      mean: `[sums(${grad}).map((b) => b / n_samples)]`,
    })[biasSamples]
  const lines = (
    [
      ['b_in', 'used_A'],
      ['b_state', 'used_B'],
    ] as const
  ).map(([list, grad]) =>
    biasAccumulates ? `${list}.push(${value(grad)})` : `${list} = [${value(grad)}]`,
  )
  return biasSteps === 'last' ? ['if (k === T) {', ...indent(lines), '}'] : lines
}

function term(
  target: string,
  operand: string,
  offset: number,
  length: string,
  grad: string,
  accumulates: boolean,
): string[] {
  const place = `k - 1 + ${offset}`
  const none = `map(${target}, () => 0)`
  return [
    `const part_${target} = ${place} >= 0 && ${place} < ${length} ? mul(turn(at(${operand}, ${place})), ${grad}) : ${none}`,
    `${target} = ${accumulates ? `add(${target}, part_${target})` : `part_${target}`}`,
  ]
}

function returned(made: LoopSettings, network: RecurrentName, parts: readonly string[]): string[] {
  const torch = isTorch(network)
  const turned = (matrix: string): string => (torch ? `turn(${matrix})` : matrix)
  const weights = [
    turned('Wx_grad'),
    torch === made.recurrentTransposed ? 'Wh_grad' : 'turn(Wh_grad)',
  ]
  const factor = `${made.scale} / (${made.divisor === 'n' ? 'n_samples' : '1'} * ${made.dividesBySteps ? 'T' : '1'})`
  const rows = made.biasSamples === 'each' ? 'n_samples' : '1'
  const bias = (list: string): string => {
    const sum = `add(zeros(${rows}, width), ...${list})`
    return made.biasDividedBySteps ? `map(${sum}, (b) => b / T)` : sum
  }
  const biases = torch ? ['b_in', 'b_state'] : ['b_in']
  const ordered = made.swapped ? weights.toReversed() : weights
  const shape = (index: number): string => {
    const isHead = index === 2 + biases.length + 1
    const isFlat =
      isHead || (index >= 2 && index < 2 + biases.length && made.biasSamples !== 'each')
    return isFlat ? `parameters[${index}][0]` : `parameters[${index}]`
  }
  const limits = {
    none: [],
    clip: ['parameters = parameters.map((p) => map(p, (v) => Math.max(-1, Math.min(1, v))))'],
    normalise: [
      'const norm = Math.sqrt(parameters.flat(2).reduce((sum, v) => sum + v * v, 0))',
      'parameters = parameters.map((p) => map(p, (v) => (norm > 0 ? v / norm : v)))',
    ],
  }[made.limit]
  const count = 2 + biases.length + 2
  return [
    `const last = ${used(made, 'start')}`,
    `let parameters: M[] = [${[
      ...ordered,
      ...biases.map(bias),
      turned('mul(turn(at(S, T)), last)'),
      '[sums(last)]',
    ].join(', ')}]`,
    `parameters = parameters.map((p) => map(p, (v) => v * (${factor})))`,
    ...limits,
    ...(made.inputGradient === 'unfilled' ? ['X_grad = X_grad.map((A) => map(A, () => 0))'] : []),
    ...(made.inputGradient === 'reversed' ? ['X_grad = X_grad.map((A) => A.toReversed())'] : []),
    ...parts.flatMap((part) => [
      ...(made.filled
        ? []
        : [`${part} = ${part}.map((A) => A.map((row, k) => (k < T ? row.map(() => 0) : row)))`]),
      ...(made.reversed ? [`${part} = ${part}.map((A) => A.toReversed())`] : []),
      ...(made.timeMajor ? [`${part} = ${part}[0].map((_, k) => at(${part}, k))`] : []),
    ]),
    `return [${[...Array.from({ length: count }, (_, i) => shape(i)), 'X_grad', ...parts].join(', ')}]`,
  ]
}

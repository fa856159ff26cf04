import type { ElmanAdjoint, ElmanUpdate } from '../../../src/mistakes/recurrent/elman-model.ts'
import type { GruAdjoint, GruUpdate } from '../../../src/mistakes/recurrent/gru-model.ts'
import type { LoopSettings } from '../../../src/mistakes/recurrent/loop-settings.ts'
import type { LstmAdjoint, LstmUpdate } from '../../../src/mistakes/recurrent/lstm-model.ts'
import type { ForwardLoop } from '../../../src/mistakes/recurrent/network-model.ts'
import type { RecurrentName } from '../../../src/mistakes/recurrent/network-functions.ts'
import { divisorText, firstStep, isTorch, slopeText, type ToWrite } from './settings.ts'

/** What every function of a file in Python shares. */
export const pythonHead = `import numpy as np

def sigmoid(a):
    return 1 / (1 + np.exp(-a))

VALUES = {'identity': lambda a: a, 'relu': lambda a: np.maximum(a, 0), 'tanh': np.tanh, 'sigmoid': sigmoid}
SLOPES = {'identity': np.ones_like, 'relu': lambda s: (s > 0) * 1.0, 'tanh': lambda s: 1 - s ** 2,
          'sigmoid': lambda s: s * (1 - s)}
`

const cellParameters: Readonly<Record<RecurrentName, string>> = {
  'elman-rnn': 'W_x, W_rec, b',
  lstm: 'weight_ih, weight_hh, bias_ih, bias_hh',
  gru: 'weight_ih, weight_hh, bias_ih, bias_hh',
}

const indent = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`)

const define = (name: string, parameters: string, body: readonly string[]): string =>
  [`def ${name}(${parameters}):`, ...indent(body)].join('\n') + '\n'

/** One function in Python, under another name. */
export function pythonFunction(written: ToWrite, name: string): string {
  const { network } = written
  const cell = cellParameters[network]
  const choice = network === 'elman-rnn' ? ', activation' : ''
  const states = { 'elman-rnn': ['s'], lstm: ['h', 'c'], gru: ['h'] }[network]
  const all = { 'elman-rnn': 'S', lstm: 'h_states, c_states', gru: 'h_states' }[network]
  if (written.name === 'update_state')
    return define(name, `x, ${states.join(', ')}, ${cell}${choice}`, [
      ...step(network, written.made),
      `return ${returnedStates(network, written.made)}`,
    ])
  if (written.name === 'forward_states')
    return define(name, `X, ${cell}${choice}`, forward(network, written.made))
  if (written.name === 'output') {
    const { bias, squashes } = written.made
    const [state, W, c] = isTorch(network)
      ? ['h_states', 'head_weight.T', 'head_bias']
      : ['S', 'W_out', 'c']
    const y = `${state}[:, -1] @ ${W}${bias ? ` + ${c}` : ''}`
    return define(name, `${state}, ${W.replace('.T', '')}, ${c}`, [
      `return ${squashes ? `np.tanh(${y})` : y}`,
    ])
  }
  if (written.name === 'loss') {
    const { power, mean, scale, root } = written.made
    const sum = `np.sum(${power === 'square' ? '(y - t) ** 2' : 'np.abs(y - t)'})`
    const value = `${scale} * ${sum} / ${divisorText(mean, 'len(y)', 'y.shape[1]')}`
    return define(name, 'y, t', [`return ${root ? `np.sqrt(${value})` : value}`])
  }
  if (written.name === 'output_gradient') {
    const { factor, mean } = written.made
    return define(name, 'y, t', [
      `return ${factor} * (y - t) / ${divisorText(mean, 'len(y)', 'y.shape[1]')}`,
    ])
  }
  const head = isTorch(network) ? 'head_weight' : 'W_out'
  return define(name, `X, ${all}, grad_out, ${cell}, ${head}${choice}`, [
    ...layout(network),
    ...backward(written.made, adjoint(written), network),
  ])
}

const gateLines = (order: string, letters: string): string[] =>
  Array.from(
    letters,
    (letter) => `A_${letter} = A[:, ${order.indexOf(letter)} * H:${order.indexOf(letter) + 1} * H]`,
  )

function step(network: RecurrentName, made: ElmanUpdate | LstmUpdate | GruUpdate): string[] {
  if (network === 'elman-rnn') return elmanStep(made as ElmanUpdate)
  return network === 'lstm' ? lstmStep(made as LstmUpdate) : gruStep(made as GruUpdate)
}

function elmanStep({ bias, recurs, recurrent, activates }: ElmanUpdate): string[] {
  const W = recurrent === 'plain' ? 'W_rec' : 'W_rec.T'
  const a = `x @ W_x${recurs ? ` + s @ ${W}` : ''}${bias ? ' + b' : ''}`
  return [`next_s = ${activates ? `VALUES[activation](${a})` : a}`]
}

function lstmStep(made: LstmUpdate): string[] {
  const { gateOrder, bias, recurs, cell, squashesCell, candidate } = made
  const c = { right: 'f * c + i * g', 'no-carry': 'i * g', 'no-forget-gate': 'c + i * g' }[cell]
  return [
    'H = h.shape[1]',
    `A = x @ weight_ih.T${recurs ? ' + h @ weight_hh.T' : ''}${bias ? ' + bias_ih + bias_hh' : ''}`,
    ...gateLines(gateOrder, 'ifgo'),
    'i, f, o = sigmoid(A_i), sigmoid(A_f), sigmoid(A_o)',
    `g = ${candidate === 'tanh' ? 'np.tanh' : 'sigmoid'}(A_g)`,
    `next_c = ${c}`,
    `next_h = o * ${squashesCell ? 'np.tanh(next_c)' : 'next_c'}`,
  ]
}

function gruStep({ gateOrder, bias, recurs, update, resets, carries }: GruUpdate): string[] {
  const at = (letter: string): string =>
    `${gateOrder.indexOf(letter)} * H:${gateOrder.indexOf(letter) + 1} * H`
  const [biasX, biasH] = bias ? [' + bias_ih', ' + bias_hh'] : ['', '']
  const before = `((r * h) @ weight_hh[${at('n')}].T${bias ? ` + bias_hh[${at('n')}]` : ''})`
  const fromState = {
    after: 'r * B_n',
    before: recurs ? before : bias ? `bias_hh[${at('n')}]` : '0',
    never: 'B_n',
  }[resets]
  const [keep, renew] = update === 'right' ? ['z', '(1 - z)'] : ['(1 - z)', 'z']
  return [
    'H = h.shape[1]',
    `A = x @ weight_ih.T${biasX}`,
    `B = ${recurs ? 'h @ weight_hh.T' : 'np.zeros((len(h), 3 * H))'}${biasH}`,
    ...Array.from(
      'rzn',
      (letter) => `A_${letter}, B_${letter} = A[:, ${at(letter)}], B[:, ${at(letter)}]`,
    ),
    'r, z = sigmoid(A_r + B_r), sigmoid(A_z + B_z)',
    `n = np.tanh(A_n + ${fromState})`,
    `next_h = ${renew} * n${carries ? ` + ${keep} * h` : ''}`,
  ]
}

function returnedStates(network: RecurrentName, made: object): string {
  if (network !== 'lstm') return network === 'gru' ? 'next_h' : 'next_s'
  return (made as LstmUpdate).swapsParts ? 'next_c, next_h' : 'next_h, next_c'
}

function forward(
  network: RecurrentName,
  made: ForwardLoop & (ElmanUpdate | LstmUpdate | GruUpdate),
): string[] {
  const parts = { 'elman-rnn': ['s'], lstm: ['h', 'c'], gru: ['h'] }[network]
  const H = isTorch(network) ? 'weight_hh.shape[1]' : 'W_rec.shape[0]'
  return [
    'samples, T, d = X.shape',
    ...parts.map((part) => `all_${part} = np.zeros((samples, T + 1, ${H}))`),
    ...parts.map((part) => `all_${part}[:, 0] = ${made.initialState}`),
    `for k in range(${made.skipsFirst ? 2 : 1}, ${made.stopsEarly ? 'T' : 'T + 1'}):`,
    ...indent([
      'x = X[:, k - 1]',
      ...parts.map((part) => `${part} = all_${part}[:, k - 1]`),
      ...step(network, made),
      `${parts.map((part) => `all_${part}[:, k]`).join(', ')} = ${returnedStates(network, made)}`,
    ]),
    `return ${parts.map((part) => `all_${part}`).join(', ')}`,
  ]
}

const layout = (network: RecurrentName): string[] =>
  isTorch(network)
    ? ['Wx, Wh, Wout, S = weight_ih.T, weight_hh.T, head_weight.T, h_states']
    : ['Wx, Wh, Wout = W_x, W_rec, W_out']

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
    'x, s = X[:, k - 1], S[:, k]',
    'a = x @ W_x + S[:, k - 1] @ W_rec + b',
    `dA = dB = G[:, k] * ${slope}`,
    'carried = [0]',
  ]
}

const sigmoidSlope = (s: string): string => `${s} * (1 - ${s})`
const tanhSlope = (s: string): string => `(1 - ${s} ** 2)`
const sigmoidOf = (a: string): string => `sigmoid(${a})`
const tanhOf = (a: string): string => `np.tanh(${a})`

function lstmAdjoint(made: LstmAdjoint): string[] {
  const gate = (letter: string): string =>
    slopeText(made.gateSlope, sigmoidSlope, sigmoidOf, letter, `A_${letter}`, '1')
  const cell = slopeText(made.cellSlope, tanhSlope, tanhOf, 'tc', 'c', '1')
  const candidate = slopeText(made.candidateSlope, tanhSlope, tanhOf, 'g', 'A_g', '1')
  const dc = {
    both: `C[:, k] + dh * o * ${cell}`,
    'from-next': 'C[:, k]',
    'from-output': `dh * o * ${cell}`,
  }
  const carried = { 'forget-gate': 'dc * f', unchanged: 'dc', none: '0 * dc' }
  return [
    'H = S.shape[2]',
    'A = X[:, k - 1] @ weight_ih.T + S[:, k - 1] @ weight_hh.T + bias_ih + bias_hh',
    ...gateLines(made.gateOrder, 'ifgo'),
    'i, f, o, g = sigmoid(A_i), sigmoid(A_f), sigmoid(A_o), np.tanh(A_g)',
    'c, before = c_states[:, k], c_states[:, k - 1]',
    'tc, dh = np.tanh(c), G[:, k]',
    `dc = ${dc[made.cellGradient]}`,
    `d_i = dc * g * ${gate('i')}`,
    `d_f = dc * ${made.forgets === 'before' ? 'before' : 'c'} * ${gate('f')}`,
    `d_g = dc * i * ${candidate}`,
    `d_o = dh * tc * ${gate('o')}`,
    ...(made.missingGate ? [`d_${made.missingGate} = np.zeros_like(dh)`] : []),
    `dA = dB = np.hstack([${Array.from(made.gradientOrder, (letter) => `d_${letter}`).join(', ')}])`,
    `carried = [0, ${carried[made.carry]}]`,
  ]
}

function gruAdjoint(made: GruAdjoint): string[] {
  const gate = (letter: string): string =>
    slopeText(made.gateSlope, sigmoidSlope, sigmoidOf, letter, `(A_${letter} + B_${letter})`, '1')
  const candidate = slopeText(made.candidateSlope, tanhSlope, tanhOf, 'n', '(A_n + r * B_n)', '1')
  const [keep, renew, sign] = made.update === 'right' ? ['z', '(1 - z)', 1] : ['(1 - z)', 'z', -1]
  const carried = { 'update-gate': `dh * ${keep}`, unchanged: 'dh', none: '0 * dh' }
  const at = (letter: string): string =>
    `${made.gateOrder.indexOf(letter)} * H:${made.gateOrder.indexOf(letter) + 1} * H`
  const joined = (n: string): string =>
    `np.hstack([${Array.from(made.gradientOrder, (letter) => (letter === 'n' ? n : `d_${letter}`)).join(', ')}])`
  return [
    'H = S.shape[2]',
    'A, B = X[:, k - 1] @ weight_ih.T + bias_ih, S[:, k - 1] @ weight_hh.T + bias_hh',
    ...Array.from(
      'rzn',
      (letter) => `A_${letter}, B_${letter} = A[:, ${at(letter)}], B[:, ${at(letter)}]`,
    ),
    'r, z = sigmoid(A_r + B_r), sigmoid(A_z + B_z)',
    'n = np.tanh(A_n + r * B_n)',
    'dh = G[:, k]',
    `d_n = dh * ${renew} * ${candidate}`,
    `d_z = ${sign * made.updateGateSign} * dh * (S[:, k - 1] - n) * ${gate('z')}`,
    `d_r = d_n * B_n * ${gate('r')}`,
    ...(made.missingGate ? [`d_${made.missingGate} = np.zeros_like(dh)`] : []),
    `dA, dB = ${joined('d_n')}, ${joined(made.resets ? 'd_n * r' : 'd_n')}`,
    `carried = [${carried[made.carry]}]`,
  ]
}

function backward(made: LoopSettings, cell: readonly string[], network: RecurrentName): string[] {
  const parts = network === 'lstm' ? ['G', 'C'] : ['G']
  const last = made.skipsLast ? 'T - 1' : 'T'
  const first = firstStep(made)
  const loop = `range(${last}, ${first} - 1, -1)`
  const through = { transposed: 'dB @ Wh.T', plain: 'dB @ Wh', past: 'dB' }[made.propagation]
  const cut = made.detached !== 'none'
  const previous = parts.map((part, i) =>
    made.detached === 'all' || (cut && i === 0)
      ? `${part}[:, k - 1] = 0`
      : `${part}[:, k - 1] = ${i === 0 ? `${through} + carried[0]` : 'carried[1]'}`,
  )
  return [
    'samples, T, d = X.shape',
    `start = grad_out * ${made.gradOutFactor} / ${made.gradOutDivisor === 'n' ? 'samples' : '1'}`,
    ...parts.map((part) => `${part} = np.zeros_like(S)`),
    'G[:, T] = start @ Wout.T',
    'Wx_grad, Wh_grad, X_grad = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(X)',
    'b_in, b_state = [], []',
    `for k in ${loop}:`,
    ...indent([
      ...cell,
      ...used('dA'),
      ...used('dB'),
      ...term('Wx_grad', 'X', made.inputOffset, 'T', 'used_dA', made.inputAccumulates),
      ...term('Wh_grad', 'S', made.stateOffset, 'T + 1', 'used_dB', made.recurrentAccumulates),
      ...(made.biasSteps === 'last' ? ['if k == T:'] : ['if True:']),
      ...indent(
        (
          [
            ['b_in', 'used_dA'],
            ['b_state', 'used_dB'],
          ] as const
        ).map(([list, grad]) =>
          made.biasAccumulates
            ? `${list}.append(${biasTerm(grad)})`
            : `${list} = [${biasTerm(grad)}]`,
        ),
      ),
      'X_grad[:, k - 1] = dA @ Wx.T',
      ...previous,
      ...(made.addsGradOut ? ['G[:, k - 1] = G[:, k - 1] + start @ Wout.T'] : []),
    ]),
    ...returned(made, network, parts),
  ]

  function used(grad: string): string[] {
    if (made.samples === 'all') return [`used_${grad} = ${grad}`]
    const row = made.samples === 'first' ? '0' : '-1'
    return [`used_${grad} = np.zeros_like(${grad})`, `used_${grad}[${row}] = ${grad}[${row}]`]
  }

  function biasTerm(grad: string): string {
    if (made.biasSamples === 'each') return grad
    if (made.biasSamples === 'first') return `${grad}[0]`
    return `${grad}.${made.biasSamples}(axis=0)`
  }
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
  return [
    `part = ${operand}[:, ${place}].T @ ${grad} if 0 <= ${place} < ${length} else 0`,
    `${target} = ${accumulates ? `${target} + part` : `part + np.zeros_like(${target})`}`,
  ]
}

function returned(made: LoopSettings, network: RecurrentName, parts: readonly string[]): string[] {
  const torch = isTorch(network)
  const turned = torch ? '.T' : ''
  const recurrent = torch === made.recurrentTransposed ? 'Wh_grad' : 'Wh_grad.T'
  const weights = [`Wx_grad${turned}`, recurrent]
  const factor = `${made.scale} / (${made.divisor === 'n' ? 'samples' : '1'} * ${made.dividesBySteps ? 'T' : '1'})`
  const biases = torch ? ['b_in', 'b_state'] : ['b_in']
  const head = { all: 'start', first: 'start[:1]', last: 'start[-1:]' }[made.samples]
  const state = { all: 'S[:, T]', first: 'S[:1, T]', last: 'S[-1:, T]' }[made.samples]
  const laid = parts.flatMap((part) => [
    ...(made.filled ? [] : [`${part}[:, :T] = 0`]),
    ...(made.reversed ? [`${part} = ${part}[:, ::-1]`] : []),
    ...(made.timeMajor ? [`${part} = ${part}.transpose(1, 0, 2)`] : []),
  ])
  const limits = {
    none: [],
    clip: ['parameters = [np.clip(p, -1, 1) for p in parameters]'],
    normalise: [
      'norm = np.sqrt(sum(np.sum(p ** 2) for p in parameters))',
      'parameters = [p / norm if norm > 0 else p for p in parameters]',
    ],
  }[made.limit]
  return [
    ...biases.map(
      (list) =>
        `${list} = sum(${list}, np.zeros(Wx.shape[1]))${made.biasDividedBySteps ? ' / T' : ''}`,
    ),
    `head_grad = ${state}.T @ ${head}`,
    `parameters = [${[...(made.swapped ? weights.toReversed() : weights), ...biases, `head_grad${turned}`, `${head}.sum(axis=0)`].join(', ')}]`,
    `parameters = [p * (${factor}) for p in parameters]`,
    ...limits,
    ...(made.inputGradient === 'unfilled' ? ['X_grad[:] = 0'] : []),
    ...(made.inputGradient === 'reversed' ? ['X_grad = X_grad[:, ::-1]'] : []),
    ...laid,
    `return (*parameters, X_grad, ${parts.join(', ')})`,
  ]
}

import type { BackwardSettings } from '../../src/mistakes/backward-model.ts'
import { type Formulas, publishedGradients, type Style } from './formulas.ts'

/** A submission in Python with these formulas. */
export const python = (formulas: Formulas, style: Style): string =>
  [
    'import numpy as np',
    update(formulas, style),
    states(formulas, style),
    loss(formulas, style),
    outputGradient(formulas, style),
    backward(formulas, style),
  ].join('\n\n\n') + '\n'

const update = ({ update }: Formulas, style: Style): string =>
  style === 'vectorised'
    ? `def update_state(xk, sk, wx, wRec):\n    x, s = xk, sk\n    return ${update('np.tanh')}`
    : `def update_state(xk, sk, wx, wRec):\n    return [${update('np.tanh')} for x, s in zip(xk, sk)]`

function states({ forward, step }: Formulas, style: Style): string {
  const first = forward.skipsFirst === 'leaves-blank' ? 2 : 1
  const last = forward.stopsEarly ? 'T' : 'T + 1'
  const head = `def forward_states(X, wx, wRec):
    n, T = X.shape
    S = np.zeros((n, T + 1))
    S[:, 0] = ${forward.initialState}
    for k in range(${first}, ${last}):`
  if (style === 'vectorised')
    return `${head}
        x, s = X[:, k - 1], S[:, k - 1]
        S[:, k] = ${step('np.tanh')}
    return S`
  return `${head}
        for i in range(n):
            x, s = X[i, k - 1], S[i, k - 1]
            S[i, k] = ${step('np.tanh')}
    return S${style === 'accumulated lists' ? '.tolist()' : ''}`
}

function loss({ loss }: Formulas, style: Style): string {
  const all = loss.pairs === 'all'
  const each = loss.power === 'square' ? 'e * e' : 'abs(e)'
  const mean = loss.reduction === 'mean' ? ` / ${all ? '(n * n)' : 'n'}` : ''
  const scaled = `${loss.scale} * total${mean}`
  const value = loss.root === 'none' ? scaled : `np.sqrt(${scaled})`
  const list = all ? '[a - b for a in y for b in t]' : '[a - b for a, b in zip(y, t)]'
  const errors = {
    vectorised: `    e = ${all ? 'y[:, None] - t' : 'y - t'}\n    total = np.sum(${each})`,
    'per-sample loops': `    total = 0.0\n    for e in ${list}:\n        total += ${each}`,
    'accumulated lists': `    total = sum([${each} for e in ${list}])`,
  }
  return `def loss(y, t):\n    n = len(y)\n${errors[style]}\n    return ${value}`
}

const outputGradient = ({ outputFactor, outputDivisor }: Formulas, style: Style): string =>
  style === 'vectorised'
    ? `def output_gradient(y, t):\n    n = len(y)\n    return ${outputFactor} * (y - t)${outputDivisor}`
    : `def output_gradient(y, t):\n    n = len(y)\n    return [${outputFactor} * (a - b)${outputDivisor} for a, b in zip(y, t)]`

function backward(formulas: Formulas, style: Style): string {
  const { backward: made, factor, hardCoded, mutates, propagated } = formulas
  const lists = style === 'accumulated lists'
  const first = made.skipsFirst
    ? '2'
    : `max(1, T - ${Number.isFinite(made.steps) ? made.steps : 'T'} + 1)`
  const last = made.skipsLast ? 'T - 1' : 'T'
  const ks =
    made.order === 'backward' ? `range(${last}, ${first} - 1, -1)` : `range(${first}, ${last} + 1)`
  const propagate =
    style === 'vectorised'
      ? ['G[:, k - 1] = ' + propagated.replaceAll('start', 'grad_out')]
      : [
          'for i in range(n):',
          '    g, start = G[i, k], grad_out[i]',
          `    G[i, k - 1] = ${propagated}`,
        ]
  return [
    'def backward_gradient(X, S, grad_out, wRec):',
    ...[
      'n, T = X.shape',
      'G = np.zeros((n, T + 1))',
      'G[:, T] = grad_out',
      lists ? 'wx_terms, wRec_terms = [], []' : 'wx_grad, wRec_grad = 0.0, 0.0',
      `for k in ${ks}:`,
      ...indent([
        'g = G[:, k]',
        ...term('wx', made, formulas, style),
        ...term('wRec', made, formulas, style),
        ...propagate,
      ]),
      ...(lists ? ['wx_grad, wRec_grad = sum(wx_terms), sum(wRec_terms)'] : []),
      `wx_grad, wRec_grad = ${factor} * wx_grad, ${factor} * wRec_grad`,
      ...(made.dividesBySteps ? ['wx_grad, wRec_grad = wx_grad / T, wRec_grad / T'] : []),
      ...limited(made),
      ...(made.filled ? [] : ['G[:, :-1] = 0']),
      ...(made.reversed ? ['G = G[:, ::-1]'] : []),
      ...(made.transposed ? ['G = G.T'] : []),
      ...(mutates ? ['grad_out *= wRec', 'S[:, 0] = 7'] : []),
      `return [${hardCoded ? publishedGradients : returned(made)}], G${lists ? '.tolist()' : ''}`,
    ].map((line) => `    ${line}`),
  ].join('\n')
}

const indent = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`)

const returned = ({ returned }: BackwardSettings): string =>
  ({
    both: 'wx_grad, wRec_grad',
    swapped: 'wRec_grad, wx_grad',
    'wx-twice': 'wx_grad, wx_grad',
    'wRec-twice': 'wRec_grad, wRec_grad',
  })[returned]

function limited({ limit }: BackwardSettings): string[] {
  if (limit === 'none') return []
  if (limit === 'clip')
    return ['wx_grad, wRec_grad = np.clip(wx_grad, -1, 1), np.clip(wRec_grad, -1, 1)']
  return [
    'norm = np.sqrt(wx_grad ** 2 + wRec_grad ** 2)',
    'if norm > 0:',
    '    wx_grad, wRec_grad = wx_grad / norm, wRec_grad / norm',
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
  const used = made.extraFactor ? 'g * wRec' : 'g'
  const add = {
    vectorised: `${weight}_grad ${accumulates ? '+=' : '='} part`,
    'per-sample loops': `${weight}_grad ${accumulates ? '+=' : '='} part`,
    'accumulated lists': accumulates ? `${weight}_terms.append(part)` : `${weight}_terms = [part]`,
  }
  const lines = [
    `c = k - 1 + ${offset}`,
    `column = ${matrix}[:, c] if 0 <= c < ${matrix}.shape[1] else np.zeros(n)`,
    `used = ${used}`,
    ...reduced(made, divisor, style),
    add[style],
  ]
  return made.omitsFirst || made.omitsLast
    ? [`if k != ${made.omitsFirst ? '1' : 'T'}:`, ...indent(lines)]
    : lines
}

function reduced({ samples }: BackwardSettings, divisor: string, style: Style): string[] {
  if (samples === 'means') return [`part = np.sum(used) * np.mean(column) / ${divisor}`]
  if (samples === 'first') return [`part = used[0] * column[0] / ${divisor}`]
  if (samples === 'last') return [`part = used[n - 1] * column[n - 1] / ${divisor}`]
  if (style === 'vectorised') return [`part = np.sum(used * column) / ${divisor}`]
  if (style === 'accumulated lists')
    return [`part = sum([a * b for a, b in zip(used, column)]) / ${divisor}`]
  return ['part = 0.0', 'for i in range(n):', `    part += used[i] * column[i] / ${divisor}`]
}

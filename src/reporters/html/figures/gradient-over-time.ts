import * as Plot from '@observablehq/plot'
import type { GradientOverTimeCurve } from '../../../assignment/figures.ts'
import type { JsonNumber } from '../../../report.ts'
import { type Figure, signs } from '../figure.ts'
import { draw } from './draw.ts'
import { decades, powerOfTen, shortNumber } from './powers.ts'

interface Point {
  readonly k: number
  readonly size: number
  readonly wRec: number
}

/** A logarithmic axis has no place for 0, NaN and infinities. */
function pointsOf(sizes: readonly JsonNumber[], wRec: number): Point[] {
  return sizes.flatMap((size, k) =>
    typeof size === 'number' && size > 0 ? [{ k, size, wRec }] : [],
  )
}

const behaviour = (wRec: number): string => {
  if (Math.abs(wRec) === 1) return 'keeps its size'
  return Math.abs(wRec) < 1 ? 'vanishes' : 'explodes'
}

function caption(curves: readonly GradientOverTimeCurve<JsonNumber>[], missing: number): string {
  const ends = curves.map(({ wRec, expected, received }) => {
    const [right, came] = [expected[0], received[0]].map((size) => shortNumber(Number(size)))
    return `wRec = ${wRec}: expected ${right}, received ${came}`
  })
  const left =
    missing === 0 ? '' : ` ${missing} received values are 0 or not finite and cannot be drawn.`
  return `Going back from the last step, the gradient is multiplied by wRec at each. At k = 0, ${ends.join('; ')}.${left}`
}

/** How the gradient vanishes and explodes on its way back. */
export function gradientOverTimeFigure(
  curves: readonly GradientOverTimeCurve<JsonNumber>[],
): Figure {
  const expected = curves.flatMap(({ wRec, expected: sizes }) => pointsOf(sizes, wRec))
  const received = curves.flatMap(({ wRec, received: sizes }) => pointsOf(sizes, wRec))
  const missing = curves.reduce((sum, curve) => sum + curve.received.length, 0) - received.length
  const sizes = [...expected, ...received].map(({ size }) => size)
  const steps = Math.max(1, ...curves.map((curve) => curve.expected.length - 1))
  const labels = curves.flatMap(({ wRec }) =>
    expected.filter((point) => point.wRec === wRec).slice(0, 1),
  )
  const text = caption(curves, missing)
  const plot = draw(`Gradient over time on a logarithmic axis. ${text}`, {
    width: 400,
    height: 300,
    marginLeft: 46,
    marginRight: 14,
    marginTop: 30,
    marginBottom: 40,
    x: { domain: [0, steps], label: 'step k', labelAnchor: 'center', ticks: Math.min(steps, 10) },
    y: {
      type: 'log',
      label: '|∂L/∂Sₖ|, root mean square over the batch',
      ticks: decades(sizes, 6),
      tickFormat: powerOfTen,
      grid: true,
      nice: true,
    },
    marks: [
      Plot.line(expected, {
        x: 'k',
        y: 'size',
        z: 'wRec',
        stroke: 'var(--expected)',
        strokeOpacity: 0.45,
        strokeWidth: 7,
        strokeLinecap: 'round',
      }),
      Plot.line(received, {
        x: 'k',
        y: 'size',
        z: 'wRec',
        stroke: 'var(--received)',
        strokeWidth: 2,
        strokeDasharray: '5 3',
      }),
      Plot.dot(received, { x: 'k', y: 'size', r: 2.5, fill: 'var(--received)' }),
      Plot.text(labels, {
        x: 'k',
        y: 'size',
        text: ({ wRec }: Point) => `wRec = ${wRec} ${behaviour(wRec)}`,
        textAnchor: 'start',
        dx: 8,
        dy: -13,
        fill: 'var(--ink)',
        stroke: 'var(--panel)',
        strokeWidth: 4,
      }),
    ],
  })
  return {
    title: 'Gradient over time',
    plot,
    key: [
      { sign: signs.expected, meaning: 'expected' },
      { sign: signs.received, meaning: 'received' },
    ],
    caption: text,
  }
}

import * as Plot from '@observablehq/plot'
import type { GradientOverTimeCurve } from '../../../assignment/figures.ts'
import type { JsonNumber } from '../../../report.ts'
import { type Figure, signs } from '../figure.ts'
import { draw, panel } from './draw.ts'
import { decades, isDrawable, powerOfTen, shortNumber } from './powers.ts'

interface Point {
  readonly k: number
  readonly size: number
  readonly wRec: number
}

function pointsOf(sizes: readonly JsonNumber[], wRec: number): Point[] {
  return sizes.flatMap((size, k) => (isDrawable(size) ? [{ k, size, wRec }] : []))
}

const behaviour = (wRec: number): string => {
  if (Math.abs(wRec) === 1) return 'keeps its size'
  return Math.abs(wRec) < 1 ? 'vanishes' : 'explodes'
}

function caption(curves: readonly GradientOverTimeCurve<JsonNumber>[], missing: number): string {
  const ends = curves.map(({ wRec, expected, received }) => {
    const [right, came] = [expected[0], received[0]].map((size) => shortNumber(Number(size)))
    return `${right} at wRec = ${wRec}${right === came ? '' : ` (received: ${came})`}`
  })
  const left =
    missing === 0
      ? ''
      : ` ${missing} received values are 0, beyond all measure or not finite and cannot be drawn.`
  return `Going back from the last step, the gradient is multiplied by wRec at each. At k = 0 it is ${ends.join(', ')}.${left}`
}

/** Labels stand on the side to which their curve does not go: below one that rises to the right. */
const sideOf = (wRec: number): number => (Math.abs(wRec) < 1 ? 15 : -15)

const label = (point: Point, text: string, dy: number) =>
  Plot.text([point], {
    x: 'k',
    y: 'size',
    text: () => text,
    textAnchor: 'start',
    dx: 8,
    dy,
    fill: 'var(--ink)',
    stroke: 'var(--panel)',
    strokeWidth: 4,
  })

const firstOf = (points: readonly Point[], wRec: number): Point | undefined =>
  points.find((point) => point.wRec === wRec)

/** Where a received curve starts that is seen to lie beside the expected one: by more than a third. */
function strays(expected: readonly Point[], received: readonly Point[]): Point[] {
  return [...new Set(expected.map(({ wRec }) => wRec))].flatMap((wRec) => {
    const [right, came] = [firstOf(expected, wRec), firstOf(received, wRec)]
    if (!right || came?.k !== right.k) return []
    return Math.abs(Math.log(came.size / right.size)) < 1 / 3 ? [] : [came]
  })
}

/** How the gradient vanishes and explodes on its way back. */
export function gradientOverTimeFigure(
  curves: readonly GradientOverTimeCurve<JsonNumber>[],
): Figure {
  const expected = curves.flatMap(({ wRec, expected: sizes }) => pointsOf(sizes, wRec))
  const received = curves.flatMap(({ wRec, received: sizes }) => pointsOf(sizes, wRec))
  const missing = curves.reduce((sum, curve) => sum + curve.received.length, 0) - received.length
  // dL/dS_T is 1
  const sizes = [1, ...[...expected, ...received].map(({ size }) => size)]
  const steps = Math.max(1, ...curves.map((curve) => curve.expected.length - 1))
  const labels = curves.flatMap(({ wRec }) => firstOf(expected, wRec) ?? [])
  const text = caption(curves, missing)
  const plot = draw(`Gradient over time on a logarithmic axis. ${text}`, {
    ...panel,
    height: 260,
    x: { domain: [0, steps], label: 'step k', labelAnchor: 'center', ticks: Math.min(steps, 5) },
    y: {
      type: 'log',
      label: '|∂L/∂Sₖ|, root mean square of the batch',
      domain: [Math.min(...sizes) / 10, Math.max(...sizes) * 10],
      ticks: decades(sizes, 5),
      tickFormat: powerOfTen,
      grid: true,
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
      ...labels.map((point) =>
        label(point, `wRec = ${point.wRec} ${behaviour(point.wRec)}`, sideOf(point.wRec)),
      ),
      ...strays(expected, received).map((point) =>
        label(point, `received, wRec = ${point.wRec}`, -sideOf(point.wRec)),
      ),
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

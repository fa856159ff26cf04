import * as Plot from '@observablehq/plot'
import type { LossSurfaceFigure } from '../../../assignment/figures.ts'
import type { JsonNumber } from '../../../report.ts'
import { type Figure, signs } from '../figure.ts'
import { draw, panel } from './draw.ts'

interface Arrow {
  readonly x: number
  readonly y: number
  readonly length: number
  /** Degrees, clockwise from upwards. */
  readonly angle: number
}

const shortest = 8
const longest = 30

type Vector = readonly [JsonNumber, JsonNumber]

const sizeOf = ([x, y]: Vector): number => Math.hypot(Number(x), Number(y))

const isDrawn = (vector: Vector): boolean => Number.isFinite(sizeOf(vector)) && sizeOf(vector) > 0

/** Lengths on a logarithmic scale from the smallest to the largest expected gradient: they span several decades. */
function lengthScale(sizes: readonly number[]): (size: number) => number {
  const logarithms = sizes.filter((size) => size > 0).map(Math.log10)
  const [low, high] = [Math.min(...logarithms), Math.max(...logarithms)]
  return (size) => {
    const share = (Math.log10(size) - low) / (high - low || 1)
    return shortest + (longest - shortest) * Math.min(Math.max(share, 0), 1.2)
  }
}

function arrows(
  gradients: readonly { readonly at: readonly [number, number]; readonly vector: Vector }[],
  length: (size: number) => number,
): Arrow[] {
  return gradients.flatMap(({ at: [x, y], vector }) => {
    if (!isDrawn(vector)) return []
    const angle = (Math.atan2(Number(vector[0]), Number(vector[1])) * 180) / Math.PI
    return [{ x, y, length: length(sizeOf(vector)), angle }]
  })
}

/** Between 0 and 180. */
function degreesBetween([ax, ay]: Vector, [bx, by]: Vector): number {
  const [x1, y1, x2, y2] = [ax, ay, bx, by].map(Number)
  return (Math.abs(Math.atan2(x1 * y2 - y1 * x2, x1 * x2 + y1 * y2)) * 180) / Math.PI
}

function turnOf(gradients: LossSurfaceFigure<JsonNumber>['gradients']): string {
  const turns = gradients
    .map(({ expected, received }) => degreesBetween(expected, received))
    .filter((turn) => Number.isFinite(turn))
  const most = Math.round(Math.max(0, ...turns))
  return most === 0
    ? ' The submission points where it should.'
    : ` At worst the submission's arrow is turned by ${most}°.`
}

function caption({ gradients }: LossSurfaceFigure<JsonNumber>): string {
  const wanted = gradients.filter(({ expected }) => isDrawn(expected))
  const drawn = wanted.filter(({ received }) => isDrawn(received))
  const missing = wanted.length - drawn.length
  const left =
    missing === 0
      ? ''
      : ` ${missing} of its ${wanted.length} gradients are 0 or not finite and cannot be drawn.`
  return `The darker, the larger the loss: ten times from line to line. Arrows point uphill, and are longer where the gradient is larger (logarithmic).${turnOf(drawn)}${left}`
}

const headed = { x: 'x', y: 'y', length: 'length', rotate: 'angle', anchor: 'start' } as const

const ends = (values: readonly number[]) => [values[0], values[values.length - 1]]

/** Where the loss rises, and where the submission says that it does. */
export function lossSurfaceFigure(figure: LossSurfaceFigure<JsonNumber>): Figure {
  const { x, y, loss, gradients } = figure
  const length = lengthScale(gradients.map(({ expected }) => sizeOf(expected)))
  const [expected, received] = (['expected', 'received'] as const).map((side) =>
    arrows(
      gradients.map((each) => ({ at: each.at, vector: each[side] })),
      length,
    ),
  )
  const text = caption(figure)
  const [[x1, x2], [y1, y2]] = [ends(x.values), ends(y.values)]
  const lowest = 0.1
  const logarithms = loss.flat().map((value) => Math.log10(Math.max(value, lowest / 10)))
  const highest = Math.floor(Math.max(...logarithms))
  const thresholds = Array.from({ length: highest + 2 }, (_, index) => index - 1)
  const plot = draw(`Loss over ${x.name} and ${y.name} with gradients. ${text}`, {
    ...panel,
    height: 340,
    x: { domain: [x1, x2], label: x.name, labelAnchor: 'center', ticks: 6 },
    y: { domain: [y1, y2], label: y.name, ticks: 6 },
    length: { type: 'identity' },
    marks: [
      Plot.contour(logarithms, {
        width: x.values.length,
        height: y.values.length,
        x1,
        x2,
        y1,
        y2,
        value: Plot.identity,
        thresholds,
        fill: 'var(--surface)',
        fillOpacity: 0.09,
        stroke: 'var(--surface)',
        strokeOpacity: 0.55,
        strokeWidth: 0.75,
      }),
      Plot.vector(expected, {
        ...headed,
        stroke: 'var(--expected)',
        strokeWidth: 5,
        strokeOpacity: 0.55,
        strokeLinecap: 'round',
      }),
      Plot.vector(received, { ...headed, stroke: 'var(--received)', strokeWidth: 1.75 }),
      Plot.dot(gradients, {
        x: ({ at }) => at[0],
        y: ({ at }) => at[1],
        r: 1.75,
        fill: 'var(--ink)',
      }),
      Plot.frame({ stroke: 'var(--line)' }),
    ],
  })
  return {
    title: 'Loss surface',
    plot,
    key: [
      { sign: signs.expected, meaning: 'right gradient' },
      { sign: signs.receivedLine, meaning: 'submission' },
    ],
    caption: text,
  }
}

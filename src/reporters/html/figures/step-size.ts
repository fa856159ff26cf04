import * as Plot from '@observablehq/plot'
import type { StepSizeFigure } from '../../../assignment/figures.ts'
import type { JsonNumber } from '../../../report.ts'
import { type Figure, signs } from '../figure.ts'
import { draw } from './draw.ts'
import { decades, powerOfTen, shortNumber } from './powers.ts'

interface Point {
  readonly h: number
  readonly error: number
}

const pointsOf = (steps: readonly number[], errors: readonly JsonNumber[]): Point[] =>
  steps.flatMap((h, index) => {
    const error = errors[index]
    return typeof error === 'number' && error > 0 ? [{ h, error }] : []
  })

function caption(figure: StepSizeFigure<JsonNumber>): string {
  const { parameter, received, checkBound, at, derivative } = figure
  const place = Object.entries(at)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ')
  const [off, bound] = [received, checkBound].map((value) => shortNumber(Number(value)))
  const verdict =
    Number(received) <= Number(checkBound)
      ? `is right within that: it is off by ${off}`
      : `is off by ${off}, which no rounding explains`
  return `∂L/∂${parameter} is ${shortNumber(derivative)} at ${place}. A difference over a short step suffers from rounding, one over a long step from curvature; extrapolated, it is known to ${bound}. The submission's gradient ${verdict}.`
}

const rule = (error: number, label: string, color: string, dy: number): Plot.Markish[] => [
  Plot.ruleY([error], { stroke: color, strokeWidth: color === 'var(--received)' ? 2.5 : 1 }),
  Plot.text([error], {
    y: (value: number) => value,
    frameAnchor: 'left',
    text: () => label,
    textAnchor: 'start',
    dx: 6,
    dy,
    fill: 'var(--ink)',
    stroke: 'var(--panel)',
    strokeWidth: 4,
  }),
]

/** Why a numerical derivative needs a bound, and which side of it the submission is on. */
export function stepSizeFigure(figure: StepSizeFigure<JsonNumber>): Figure {
  const { steps, parameter } = figure
  const errors = pointsOf(steps, figure.errors)
  const bounds = pointsOf(steps, figure.bounds)
  const [received, checkBound] = [Number(figure.received), Number(figure.checkBound)]
  const known = [...errors, ...bounds].map(({ error }) => error).concat(checkBound)
  const least = Math.min(...known.filter((error) => error > 0)) / 10
  const place = Math.max(received, least)
  const finite = Number.isFinite(received)
  const sizes = [...known, ...(finite ? [place] : [])].filter((error) => error > 0)
  const text = caption(figure)
  const isRight = received <= checkBound
  const plot = draw(`Error of the numerical derivative against the step size. ${text}`, {
    width: 400,
    height: 300,
    marginLeft: 46,
    marginRight: 14,
    marginTop: 30,
    marginBottom: 40,
    x: {
      type: 'log',
      domain: [Math.min(...steps), Math.max(...steps)],
      label: 'step size h',
      labelAnchor: 'center',
      ticks: decades(steps, 6),
      tickFormat: powerOfTen,
    },
    y: {
      type: 'log',
      domain: [Math.min(...sizes), Math.max(...sizes)],
      label: `error of ∂L/∂${parameter}`,
      ticks: decades(sizes, 6),
      tickFormat: powerOfTen,
      grid: true,
    },
    marks: [
      Plot.line(bounds, {
        x: 'h',
        y: 'error',
        stroke: 'var(--bound)',
        strokeWidth: 1.5,
        strokeDasharray: '2 3',
      }),
      Plot.dot(errors, { x: 'h', y: 'error', r: 3, fill: 'var(--expected)' }),
      ...(checkBound > 0
        ? rule(checkBound, 'bound of the check', 'var(--bound)', isRight ? -8 : 9)
        : []),
      ...(finite ? rule(place, 'your gradient', 'var(--received)', isRight ? 9 : -8) : []),
    ],
  })
  return {
    title: 'Numerical derivative',
    plot,
    key: [
      { sign: signs.dots, meaning: 'central difference' },
      { sign: signs.bound, meaning: 'its bound' },
      { sign: signs.receivedLine, meaning: 'submission' },
    ],
    caption: text,
  }
}

import * as Plot from '@observablehq/plot'
import type { StepSizeFigure } from '../../../assignment/figures.ts'
import type { JsonNumber } from '../../../report.ts'
import { type Figure, signs } from '../figure.ts'
import { draw, panel } from './draw.ts'
import { decades, isDrawable, powerOfTen, shortNumber } from './powers.ts'

interface Point {
  readonly h: number
  readonly error: number
}

const pointsOf = (steps: readonly number[], errors: readonly JsonNumber[]): Point[] =>
  steps.flatMap((h, index) => {
    const error = errors[index]
    return isDrawable(error) ? [{ h, error }] : []
  })

function caption(figure: StepSizeFigure<JsonNumber>): string {
  const { parameter, received, checkBound, at, derivative } = figure
  const place = Object.entries(at)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ')
  const [off, bound] = [received, checkBound].map((value) => shortNumber(Number(value)))
  const verdict =
    Number(received) <= Number(checkBound)
      ? `is right within that${off === '0' ? ', to the last digit' : `: it is off by ${off}`}`
      : `is off by ${off}, which no rounding explains`
  return `∂L/∂${parameter} is ${shortNumber(derivative)} at ${place}. A difference over a short step suffers from rounding, one over a long step from curvature; extrapolated, it is known to ${bound}. The submission's gradient ${verdict}.`
}

const submitted = { stroke: 'var(--received)', strokeWidth: 2.5 }

/** A level over the whole width, named in the middle, where the curves leave room above and below. */
const level = (h: number, error: number, name: string, mark: object, dy: number) => [
  Plot.ruleY([error], mark),
  Plot.text([{ h, error }], {
    x: 'h',
    y: 'error',
    text: () => name,
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
  const known = [...errors, ...bounds].map(({ error }) => error)
  const measured = [...known, checkBound, received].filter(isDrawable)
  const least = Math.min(1, ...measured) / 10
  const place = Math.max(received, least)
  const sizes = [least, ...measured]
  const text = caption(figure)
  const isRight = received <= checkBound
  const middle = Math.sqrt(Math.min(...steps) * Math.max(...steps))
  const plot = draw(`Error of the numerical derivative against the step size. ${text}`, {
    ...panel,
    height: 260,
    x: {
      type: 'log',
      domain: [Math.min(...steps), Math.max(...steps)],
      label: 'step size h',
      labelAnchor: 'center',
      ticks: decades(steps, 5),
      tickFormat: powerOfTen,
    },
    y: {
      type: 'log',
      domain: [least / 10, Math.max(...sizes) * 10],
      label: `error of ∂L/∂${parameter}`,
      ticks: decades(sizes, 5),
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
      Plot.dot(errors, { x: 'h', y: 'error', r: 2.5, fill: 'var(--expected)' }),
      ...(isDrawable(checkBound)
        ? level(
            middle,
            checkBound,
            'bound of the check',
            { stroke: 'var(--bound)' },
            isRight ? -9 : 10,
          )
        : []),
      ...(isDrawable(place)
        ? level(middle, place, 'submission', submitted, isRight ? 10 : -9)
        : []),
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

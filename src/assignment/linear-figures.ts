import { column, forwardPass, type LinearRnn } from '../../properties/linear-rnn.ts'
import type { LinearProblem } from '../../properties/linear-problem.ts'
import { CallError } from '../../properties/property.ts'
import { differentiate } from '../finite-difference/index.ts'
import { binarySequenceSum } from '../rnn/binary-sequence-sum.ts'
import * as reference from '../rnn/linear.ts'
import type { Matrix } from '../numpy/index.ts'
import type { Call } from './assignment.ts'
import { centralDifferences } from './central-differences.ts'
import type {
  Figures,
  GradientOverTimeCurve,
  LossSurfaceFigure,
  StepSizeFigure,
} from './figures.ts'
import { linearSubmission } from './linear-submission.ts'

type Batch = Pick<LinearProblem, 'X' | 't'>

const samples = 20
const steps = 10

/** A figure without what the submission does not give: it says elsewhere what went wrong in the call. */
async function unlessCallFails<Figure>(figure: Promise<Figure>): Promise<Figure | undefined> {
  try {
    return await figure
  } catch (error) {
    if (error instanceof CallError) return undefined
    throw error
  }
}

function rootMeanSquares({ rows, columns, data }: Matrix): number[] {
  return Array.from({ length: columns }, (_, k) => {
    const squares = Array.from({ length: rows }, (_, row) => data[row * columns + k] ** 2)
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / rows)
  })
}

/** Below 1 the gradient vanishes, above 1 it explodes; none is the inverse of another, which would hide a division. */
const recurrentWeights = [0.6, 1, 1.5]

/** With dL/dS_T = 1 in every sample the curves start at one point. */
async function gradientOverTime(
  submitted: LinearRnn,
  { X }: Batch,
): Promise<GradientOverTimeCurve<number>[]> {
  const gradOut = new Float64Array(samples).fill(1)
  const curve = async (wRec: number) => {
    const S = reference.forwardStates(X, 1, wRec)
    const [, expected] = reference.backwardGradient(X, S, gradOut, wRec)
    const [, received] = await submitted.backwardGradient(X, S, gradOut.slice(), wRec)
    return { wRec, expected: rootMeanSquares(expected), received: rootMeanSquares(received) }
  }
  return Promise.all(recurrentWeights.map(curve))
}

/** The gradients of (wx, wRec) as the reference and as the submission have them, each on right states. */
async function gradientsAt(submitted: LinearRnn, { X, t }: Batch, wx: number, wRec: number) {
  const { S, gradOut } = forwardPass(X, t, wx, wRec)
  const [expected] = reference.backwardGradient(X, S, gradOut, wRec)
  const [received] = await submitted.backwardGradient(X, S, gradOut, wRec)
  return { expected, received }
}

const lossAt = ({ X, t }: Batch, wx: number, wRec: number): number =>
  reference.loss(column(reference.forwardStates(X, wx, wRec), X.columns), t)

const published = { wx: 1.2, wRec: 1.2 }
const parameters = ['wx', 'wRec'] as const

/** At the published weights, for wRec; for wx where that alone is wrong, although the loss does not bend with it. */
async function stepSize(submitted: LinearRnn, batch: Batch): Promise<StepSizeFigure<number>> {
  const { wx, wRec } = published
  const { expected, received } = await gradientsAt(submitted, batch, wx, wRec)
  const { errorBound } = differentiate(([a, b]) => lossAt(batch, a, b), [wx, wRec])
  const errors = expected.map((right, index) => Math.abs(received[index] - right))
  const isRight = errors.map((error, index) => error <= errorBound[index])
  const shown = isRight[1] && !isRight[0] ? 0 : 1
  return {
    parameter: parameters[shown],
    at: published,
    derivative: expected[shown],
    ...centralDifferences({ ...batch, ...published }, parameters[shown], expected[shown]),
    checkBound: errorBound[shown],
    received: errors[shown],
  }
}

/** Evenly spaced, both ends included. */
const between = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1))

/** Both axes have the same length, so that a gradient stands at right angles to the lines of equal loss. */
const surface = { wx: [-0.5, 2.5], wRec: [-1.5, 1.5] } as const

/** Four digits are more than a plot shows. */
const short = (value: number): number => Number(value.toPrecision(4))

async function lossSurface(submitted: LinearRnn, batch: Batch): Promise<LossSurfaceFigure<number>> {
  const axis = (name: 'wx' | 'wRec') => ({
    name,
    values: between(surface[name][0], surface[name][1], 37).map(short),
  })
  const [x, y] = [axis('wx'), axis('wRec')]
  const gradients = between(...surface.wRec, 7)
    .slice(1, -1)
    .flatMap((wRec) =>
      between(...surface.wx, 7)
        .slice(1, -1)
        .map(async (wx) => {
          const { expected, received } = await gradientsAt(submitted, batch, wx, wRec)
          return { at: [wx, wRec] as const, expected, received }
        }),
    )
  return {
    x,
    y,
    loss: y.values.map((wRec) => x.values.map((wx) => short(lossAt(batch, wx, wRec)))),
    gradients: await Promise.all(gradients),
  }
}

/** What backward_gradient returns on right inputs, for the three plots; on sequences of bits drawn from the seed. */
export async function linearFigures(call: Call, seed: number): Promise<Figures> {
  const submitted = linearSubmission(call)
  const batch = binarySequenceSum(seed, samples, steps)
  const [overTime, error, losses] = await Promise.all([
    unlessCallFails(gradientOverTime(submitted, batch)),
    unlessCallFails(stepSize(submitted, batch)),
    unlessCallFails(lossSurface(submitted, batch)),
  ])
  return {
    ...(overTime && { gradientOverTime: overTime }),
    ...(error && { stepSize: error }),
    ...(losses && { lossSurface: losses }),
  }
}

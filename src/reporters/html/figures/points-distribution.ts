import * as Plot from '@observablehq/plot'
import type { Report } from '../../../report.ts'
import type { Figure } from '../figure.ts'
import { draw } from './draw.ts'

interface Bar {
  readonly from: number
  readonly to: number
  readonly count: number
}

const bars = 10

/** A tenth of the points each; the last bar has those with all points as well. */
function barsOf(scores: readonly number[], most: number): Bar[] {
  const barOf = (score: number) => Math.min(bars - 1, Math.floor((bars * score) / most))
  return Array.from({ length: bars }, (_, index) => ({
    from: (most * index) / bars,
    to: (most * (index + 1)) / bars,
    count: scores.filter((score) => barOf(score) === index).length,
  }))
}

/** How many submissions got how many points. */
export function pointsDistribution(reports: readonly Report[]): Figure {
  const most = Math.max(...reports.map(({ maxScore }) => maxScore)) || 1
  const scores = reports.map(({ score }) => score)
  const counted = barsOf(scores, most)
  const highest = Math.max(...counted.map(({ count }) => count))
  const full = reports.filter(({ score, maxScore }) => score === maxScore).length
  const none = scores.filter((score) => score === 0).length
  const text = `${full} of ${reports.length} got all points, ${none} got none.`
  const plot = draw(`Distribution of points. ${text}`, {
    width: 380,
    height: 260,
    marginLeft: 40,
    marginRight: 10,
    marginTop: 34,
    marginBottom: 40,
    x: { domain: [0, most], label: 'points', labelAnchor: 'center', ticks: 6 },
    y: {
      domain: [0, highest * 1.12],
      label: 'submissions',
      ticks: Math.min(5, highest),
      tickFormat: 'd',
      grid: true,
    },
    marks: [
      Plot.rect(counted, {
        x1: 'from',
        x2: 'to',
        y1: 0,
        y2: 'count',
        insetLeft: 1,
        insetRight: 1,
        fill: 'var(--expected)',
      }),
      Plot.text(
        counted.filter(({ count }) => count > 0),
        {
          x: ({ from, to }: Bar) => (from + to) / 2,
          y: 'count',
          text: ({ count }: Bar) => String(count),
          dy: -8,
          fill: 'var(--ink)',
        },
      ),
      Plot.ruleY([0], { stroke: 'var(--muted)' }),
    ],
  })
  return { title: 'Points', plot, key: [], caption: text }
}

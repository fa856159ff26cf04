import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { Markup } from '../markup.ts'

const { document } = parseHTML('<!doctype html><html><body></body></html>')

/** Coordinates to a tenth of a pixel: more is not seen, and half of the file. */
const rounded = (svg: string): string =>
  svg.replaceAll(
    /\b(d|transform|x|y|x1|x2|y1|y2|cx|cy|r|width|height|stroke-width)="([^"]*)"/g,
    (_, name: string, value: string) =>
      `${name}="${value.replaceAll(/-?\d+\.\d{2,}(?:e-?\d+)?/g, (digits) => String(Number(Number(digits).toFixed(1))))}"`,
  )

/** The width of the plots that stand beside each other, and room for their axes. */
export const panel = {
  width: 320,
  marginLeft: 40,
  marginRight: 10,
  marginTop: 30,
  marginBottom: 40,
} as const

/**
 * A plot as inline SVG with an accessible name: drawn without a browser, and without any style of its own, which the
 * policy of the page would refuse.
 */
export function draw(label: string, options: Plot.PlotOptions): Markup {
  const svg = Plot.plot({
    document,
    className: 'plot',
    style: { fontSize: '12px' },
    ...options,
  })
  for (const element of svg.querySelectorAll('style')) element.remove()
  for (const element of svg.querySelectorAll('[aria-label]')) element.removeAttribute('aria-label')
  svg.removeAttribute('style')
  svg.setAttribute('font-size', '12')
  svg.removeAttribute('font-family')
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', label)
  return new Markup(rounded(svg.outerHTML))
}

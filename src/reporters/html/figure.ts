import { type Content, markup, type Markup } from './markup.ts'

/** A plot with what is to be seen in it. */
export interface Figure {
  readonly title: string
  readonly plot: Markup
  /** What the lines and marks stand for. */
  readonly key: readonly KeyEntry[]
  readonly caption: string
}

export interface KeyEntry {
  readonly sign: Markup
  readonly meaning: string
}

const keySvg = (content: Markup): Markup =>
  markup`<svg viewBox="0 0 34 14" aria-hidden="true">${content}</svg>`

/** Expected is a broad band, received a thin broken line: they can be told apart without colour, one upon the other. */
export const signs = {
  expected: keySvg(
    markup`<path d="M1 7h32" stroke="var(--expected)" stroke-width="6" stroke-opacity="0.45"/>`,
  ),
  received: keySvg(
    markup`<path d="M1 7h32" stroke="var(--received)" stroke-width="2" stroke-dasharray="5 3"/>`,
  ),
  receivedLine: keySvg(markup`<path d="M1 7h32" stroke="var(--received)" stroke-width="2.5"/>`),
  dots: keySvg(
    markup`<g fill="var(--expected)"><circle cx="6" cy="7" r="3"/><circle cx="17" cy="7" r="3"/><circle cx="28" cy="7" r="3"/></g>`,
  ),
  bound: keySvg(
    markup`<path d="M1 7h32" stroke="var(--bound)" stroke-width="1.5" stroke-dasharray="2 3"/>`,
  ),
} as const

export const figureMarkup = ({ title, plot, key, caption }: Figure): Content => markup`
<figure class="card">
<h3>${title}</h3>
${key.length > 0 && markup`<ul class="key">${key.map(({ sign, meaning }) => markup`<li>${sign}${meaning}</li>`)}</ul>`}
${plot}
<figcaption>${caption}</figcaption>
</figure>`

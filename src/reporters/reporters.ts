import { type Reporter, textOnly } from './reporter.ts'

/** Every reporter by its name, loaded when it is asked for. */
export const reporters = {
  async pretty() {
    const [{ pretty }, { prettyClass }] = await Promise.all([
      import('./pretty.ts'),
      import('./pretty-class.ts'),
    ])
    return (report, { color, scope }) =>
      textOnly(
        scope === 'class' ? prettyClass(report, { color }) : pretty(report.reports, { color }),
      )
  },
  async json() {
    const { json, jsonArray } = await import('./json.ts')
    return ({ reports }, { scope }) =>
      textOnly(scope === 'class' ? jsonArray(reports) : json(reports))
  },
  async junit() {
    const { junit } = await import('./junit.ts')
    return ({ reports }) => textOnly(junit(reports))
  },
  async gradescope() {
    const { gradescope } = await import('./gradescope.ts')
    return ({ reports }, { visibility }) => textOnly(gradescope(reports, visibility))
  },
  github: async () => (await import('./github.ts')).github,
  async markdown() {
    const { markdown } = await import('./markdown.ts')
    return (report) => textOnly(markdown(report))
  },
  async csv() {
    const { csv } = await import('./csv.ts')
    return ({ reports }) => textOnly(csv(reports))
  },
  async html() {
    const { html } = await import('./html/html.ts')
    return (report, { scope }) => textOnly(html(report, scope))
  },
} satisfies Record<string, () => Promise<Reporter>>

export type ReporterName = keyof typeof reporters

export const reporterNames = Object.keys(reporters) as ReporterName[]

import { existsSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Debian's, or the one that CHROMIUM names. */
export const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium'].find(
  (path) => path !== undefined && existsSync(path),
)

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
      ' ',
    ),
  })

export interface View {
  readonly width: number
  readonly colorScheme: 'light' | 'dark'
}

export const views: readonly View[] = [
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
]

/** A page that was opened, and what it did besides showing itself. */
export interface Opened {
  readonly page: Page
  /** Messages on the console, errors, dialogs, and requests for anything but the file. */
  readonly incidents: string[]
}

/** Opens the text of a page as a file; `hash` is where in it. */
export async function open(
  browser: Browser,
  file: string,
  text: string,
  view: View,
  hash = '',
): Promise<Opened> {
  writeFileSync(file, text)
  const { width, colorScheme } = view
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
  const incidents: string[] = []
  const url = pathToFileURL(file).href
  page.on('console', (message) => incidents.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => incidents.push(`error: ${error.message}`))
  page.on('request', (request) => {
    const asked = request.url()
    if (asked.split('#')[0] !== url && !asked.startsWith('data:')) incidents.push(asked)
  })
  page.on('dialog', (dialog) => {
    incidents.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(url + hash)
  return { page, incidents }
}

/** Shows the same page in another window or scheme. */
export async function showIn(page: Page, { width, colorScheme }: View): Promise<void> {
  await page.setViewportSize({ width, height: 900 })
  await page.emulateMedia({ colorScheme })
}

/** What axe-core finds wrong, each with where. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source)
  const found = await page.evaluate('axe.run()')
  return (found as axe.AxeResults).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  )
}

/** By how many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - innerWidth')

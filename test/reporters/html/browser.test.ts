import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtIn } from '../../../src/assignment/built-in.ts'
import { gradeSubmission } from '../../../src/grade.ts'
import type { Report } from '../../../src/report.ts'
import { html } from '../../../src/reporters/html/html.ts'
import { hostileClass } from '../hostile-reports.ts'
import { executablePath, launch, open, overflow, showIn, views, violations } from './browser.ts'

const reason = executablePath ? '' : ' (skipped: no Chromium; apt-get install chromium brings it)'

const submissions = {
  right: 'fixtures/submissions/right/closed-form.js',
  wrong: 'fixtures/submissions/wrong/loops-forward--typed.ts',
  unfilled: 'fixtures/submissions/wrong/gradient-over-time-unfilled.js',
  error: 'fixtures/submissions/broken/syntax-error.js',
}

const pageOf = (report: Report) =>
  html({ reports: [report], alike: [], failures: [] }, 'submissions')

const outOfTen = (scores: readonly number[]) => scores.map((score) => `${score} of 10`)

const grade = (path: string): Promise<Report> =>
  gradeSubmission(path, builtIn[0], {
    sandbox: 'none',
    timeoutSeconds: 120,
    memoryMiB: 512,
    python: 'python3',
    hints: 'full',
    seed: 1,
    runs: 10,
    figures: true,
  })

describe.skipIf(!executablePath)(`the html report in a browser${reason}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradproof-html-'))
  const file = join(folder, 'report.html')
  let browser: Browser
  let reports: Record<keyof typeof submissions, Report>
  let pages: Record<string, string>

  beforeAll(async () => {
    browser = await launch()
    const graded = Object.entries(submissions).map(
      async ([name, path]) => [name, await grade(path)] as const,
    )
    reports = Object.fromEntries(await Promise.all(graded)) as typeof reports
    const { right, wrong } = reports
    const alike = [right, wrong].map(({ submission }) => submission.path)
    const hostile = fc.sample(hostileClass, { numRuns: 4, seed: 4 })
    pages = {
      ...Object.fromEntries(
        Object.entries(reports).map(([name, report]) => [name, pageOf(report)]),
      ),
      class: html(
        {
          reports: Object.values(reports),
          alike: [{ kind: 'renamed', paths: alike, similarity: 1 }],
          failures: [{ path: 'late.py', message: 'python3 is not there' }],
        },
        'class',
      ),
      hostile: html(
        {
          reports: hostile.flatMap((each) => each.reports),
          alike: hostile.flatMap((each) => each.alike),
          failures: hostile.flatMap((each) => each.failures),
        },
        'class',
      ),
    }
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true })
  })

  const places = [
    ...['right', 'wrong', 'unfilled', 'error', 'class', 'hostile'].map((name) => [name, '']),
    ['class', '#s2'],
    ['hostile', '#s1'],
  ]

  test.for(places)(
    '%s%s is accessible, fits and keeps to itself, in every view',
    async ([name, hash]) => {
      const { page, incidents } = await open(browser, file, pages[name], views[0], hash)
      for (const view of views) {
        await showIn(page, view)
        expect(await violations(page)).toEqual([])
        expect(await overflow(page)).toBe(0)
      }
      expect(incidents).toEqual([])
      await page.close()
    },
  )

  test('a submission has its three plots, each with a name, and its laws to open', async () => {
    const { page } = await open(browser, file, pages.wrong, views[2])
    const plots = page.locator('svg[role=img]')
    expect(await plots.count()).toBe(3)
    const names = await plots.evaluateAll((all) =>
      all.map((each) => each.getAttribute('aria-label')),
    )
    expect(names[0]).toMatch(/^Gradient over time on a logarithmic axis\. /)
    expect(names[1]).toMatch(/^Error of the numerical derivative against the step size\. /)
    expect(names[2]).toMatch(/^Loss over wx and wRec with gradients\. /)
    const closed = page.locator('.functions > details').first()
    await closed.locator('summary').focus()
    await page.keyboard.press('Enter')
    expect(await closed.locator('.laws > li').first().isVisible()).toBe(true)
    await page.close()
  })

  test('the table sorts by each column, by keyboard, and says so', async () => {
    const { page, incidents } = await open(browser, file, pages.class, views[2])
    const points = () => page.locator('.submissions tbody td.number').allTextContents()
    const button = page.getByRole('button', { name: 'points' })
    await button.focus()
    await page.keyboard.press('Enter')
    const scores = Object.values(reports).map(({ score }) => score)
    expect(await points()).toEqual(outOfTen(scores.toSorted((a, b) => a - b)))
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending')
    await page.keyboard.press('Enter')
    expect(await points()).toEqual(outOfTen(scores.toSorted((a, b) => b - a)))
    await page.getByRole('button', { name: 'submission', exact: true }).click()
    expect(await page.locator('.submissions tbody th').allTextContents()).toEqual(
      Object.values(submissions).toSorted(),
    )
    expect(await page.locator('th[aria-sort]').count()).toBe(1)
    expect(incidents).toEqual([])
    await page.close()
  })

  test('the table is filtered by name, status and mistake, and says how many are left', async () => {
    const { page, incidents } = await open(browser, file, pages.class, views[0])
    const rows = () => page.locator('.submissions tbody tr:visible').count()
    const count = () => page.getByRole('status').textContent()
    await page.getByLabel('Name').fill('CLOSED')
    expect([await rows(), await count()]).toEqual([1, '1 of 4 submissions'])
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.waitForFunction("document.querySelector('.count').textContent.startsWith('4')")
    await page.getByLabel('Status').selectOption('failed')
    expect([await rows(), await count()]).toEqual([2, '2 of 4 submissions'])
    await page.getByRole('combobox', { name: 'Mistake' }).selectOption('loops-forward')
    expect([await rows(), await count()]).toEqual([1, '1 of 4 submissions'])
    expect(incidents).toEqual([])
    await page.close()
  })

  test('a link leads to the submission alone, with the focus on its name, and back', async () => {
    const { page, incidents } = await open(browser, file, pages.class, views[2])
    const { path } = reports.wrong.submission
    await page.getByRole('link', { name: path }).first().click()
    await page.waitForFunction(`document.title.startsWith(${JSON.stringify(path)})`)
    const shown = page.locator('.submission:visible')
    expect(await shown.count()).toBe(1)
    expect(await page.evaluate('document.activeElement.textContent')).toBe(path)
    expect(await page.locator('.class').isVisible()).toBe(false)
    await page.getByRole('link', { name: /All submissions/ }).click()
    expect(await page.locator('.class').isVisible()).toBe(true)
    expect(await page.locator('.submission:visible').count()).toBe(0)
    expect(incidents).toEqual([])
    await page.close()
  })

  test('the policy of the page stops a script that got into it all the same', async () => {
    const injected = pages.right.replace(
      '<main>',
      '<main><script>alert(1)</script><img src="x:y" onerror="alert(2)">',
    )
    const { page, incidents } = await open(browser, file, injected, views[2])
    expect(incidents.filter((incident) => incident.startsWith('dialog'))).toEqual([])
    expect(incidents.some((incident) => incident.includes('Content Security Policy'))).toBe(true)
    await page.close()
  })
})

import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { accessibilityFindings, startBrowser, type Theme, type WatchedPage } from '../harness/browser.ts'
import { startConsoleServer } from '../harness/console-page.ts'
import { shots } from './shots.ts'
import { prepareShots, type Shot } from './shots-of-states.ts'
import { prepareUnfilled, unfilledShots } from './unfilled-shots.ts'

// `npm run screenshots [-- FOLDER [NAMES [LANGUAGE]]]`, NAMES a regular expression: pictures of every screen and drawer of the console, and what axe-core says to each.
// Filled ones in both themes and languages at four widths; empty, loading and failed ones in one, on a desk and on a phone.

const languages = ['zh', 'en'] as const
type Language = (typeof languages)[number]

/** A shot is prepared once for the widths of a line, at the first of them: what it needs several times, it does several times. */
const filledWidths = [
  [1280, 1440],
  [768, 390],
] as const
const filledThemes = ['light', 'dark'] as const

const [folder = 'screenshots', wanted = '', language] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const server = await startConsoleServer()
const browser = await startBrowser()
try {
  await prepareShots(server)
  const isWanted = ({ name }: Shot) => new RegExp(wanted).test(name)
  for (const shot of shots.filter(isWanted)) {
    for (const chosen of languages.filter((one) => language === undefined || one === language)) {
      for (const widths of filledWidths) await take(shot, { language: chosen, widths, themes: filledThemes })
    }
  }
  await prepareUnfilled(server)
  for (const shot of unfilledShots().filter(isWanted)) {
    for (const width of [1280, 390]) await take(shot, { language: 'zh', widths: [width], themes: ['light'] })
  }
} finally {
  await browser.close()
  await server.close()
}

type Views = Readonly<{ language: Language; widths: readonly number[]; themes: readonly Theme[] }>

async function take(shot: Shot, views: Views): Promise<void> {
  await takeAll(shot, views).catch((error: unknown) => {
    process.exitCode = 1
    console.error(shot.name, views, error)
  })
}

async function takeAll(shot: Shot, { language, widths: [width = 1280, ...narrower], themes }: Views): Promise<void> {
  const { as = 'owner', path, prepare, act } = shot
  const opened =
    as === 'nobody'
      ? await browser.open(`${server.url}/console`, { width })
      : await server.openAs(browser, as, '/console', { width })
  const { page } = opened
  try {
    await page.setViewportSize({ width, height: 800 })
    await page.evaluate((chosen) => localStorage.setItem('yaoquan-language', chosen), language)
    await prepare?.(page)
    await page.goto(server.url + path, { waitUntil: 'load' })
    await page.getByRole('searchbox').or(page.locator('h1')).first().waitFor()
    await act?.(page, server)
    for (const shown of [width, ...narrower]) {
      await page.setViewportSize({ width: shown, height: 800 })
      for (const theme of themes) {
        await show(page, theme)
        if (shot.isUnanswered !== true) await page.waitForLoadState('networkidle')
        await picture(opened, `${shot.name}-${shown}-${theme}-${language}`)
      }
    }
  } finally {
    await opened.close()
  }
}

async function show(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme })
  // Other pages than the console leave it to their style sheet.
  if ((await page.locator('html[data-theme]').count()) > 0) await page.locator(`html[data-theme=${theme}]`).waitFor()
}

async function picture(opened: WatchedPage, name: string): Promise<void> {
  const { page, faults } = opened
  const findings = await accessibilityFindings(opened)
  await page.screenshot({ path: join(resolve(folder), `${name}.png`), animations: 'disabled' })
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  const told = [...(overflow > 0 ? [`is ${overflow} px too wide`] : []), ...findings, ...faults.filter(isNews)]
  console.log([name, ...told.map((text) => `  ${text}`)].join('\n'))
}

/** Whether a fault is not of a call that a shot left without an answer. */
function isNews(fault: string): boolean {
  return !fault.includes('net::ERR_FAILED')
}

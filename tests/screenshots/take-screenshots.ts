import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import {
  accessibilityFindings,
  startBrowser,
  type TestBrowser,
  type Theme,
  type WatchedPage,
} from '../harness/browser.ts'
import { type ConsoleServer, startConsoleServer } from '../harness/console-page.ts'
import { shots } from './shots.ts'
import { prepareShots, type Shot } from './shots-of-states.ts'
import { prepareUnfilled, unfilledShots } from './unfilled-shots.ts'

// `npm run screenshots [-- FOLDER [NAMES [LANGUAGE]]]`, NAMES a regular expression: pictures of every screen and drawer of the console, and what axe-core says to each.
// Filled ones in both themes and languages at four widths; empty, loading and failed ones in one, on a desk and on a phone.

const languages = ['zh', 'en'] as const
type Language = (typeof languages)[number]

/** A shot is prepared once for all its widths. */
const filledWidths = [1440, 1280, 768, 390] as const
const filledThemes = ['light', 'dark'] as const

/** A shot that waits longer for something is reported as failed, and the next one is taken. */
const patienceMs = 20_000

/** In the dark only colours differ. */
const rulesOf = { light: undefined, dark: ['color-contrast', 'link-in-text-block'] } as const
const allImpacts = ['minor', 'moderate', 'serious', 'critical']

const [folder = 'screenshots', wanted = '', language] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const isWanted = ({ name }: Shot) => new RegExp(wanted).test(name)
// Each language has a server of its own, so that no shot sees what one of the other language left behind.
await Promise.all(languages.filter((one) => language === undefined || one === language).map(takeIn))

async function takeIn(language: Language): Promise<void> {
  const server = await startConsoleServer()
  const browser = await startBrowser()
  try {
    await prepareShots(server)
    for (const shot of shots.filter(isWanted)) {
      await take(shot, { server, browser, language, widths: filledWidths, themes: filledThemes })
    }
    if (language === 'en') return
    await prepareUnfilled(server)
    for (const shot of unfilledShots().filter(isWanted)) {
      await take(shot, { server, browser, language, widths: [1280, 390], themes: ['light'] })
    }
  } finally {
    await browser.close()
    await server.close()
  }
}

type Views = Readonly<{
  server: ConsoleServer
  browser: TestBrowser
  language: Language
  widths: readonly number[]
  themes: readonly Theme[]
}>

async function take(shot: Shot, views: Views): Promise<void> {
  await takeAll(shot, views).catch((error: unknown) => {
    process.exitCode = 1
    console.error(shot.name, views.language, error)
  })
}

async function takeAll(shot: Shot, { server, browser, language, widths, themes }: Views): Promise<void> {
  const { as = 'owner', path, prepare, act } = shot
  const [width = 1280] = widths
  const opened =
    as === 'nobody'
      ? await browser.open(`${server.url}/console`, { width })
      : await server.openAs(browser, as, '/console', { width })
  const { page } = opened
  try {
    page.setDefaultTimeout(patienceMs)
    await page.setViewportSize({ width, height: 800 })
    await page.evaluate((chosen) => localStorage.setItem('yaoquan-language', chosen), language)
    await prepare?.(page)
    await page.goto(server.url + path, { waitUntil: 'load' })
    await page.getByRole('searchbox').or(page.locator('h1, .ck-frame')).first().waitFor()
    await act?.(page, server)
    for (const shown of widths) {
      await page.setViewportSize({ width: shown, height: 800 })
      for (const theme of themes) {
        await show(page, theme)
        if (shot.isUnanswered !== true) await page.waitForLoadState('networkidle')
        await picture(opened, { name: `${shot.name}-${shown}-${theme}-${language}`, rules: rulesOf[theme] })
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

type Picture = Readonly<{ name: string; rules: readonly string[] | undefined }>

async function picture(opened: WatchedPage, { name, rules }: Picture): Promise<void> {
  const { page, faults } = opened
  const findings = await accessibilityFindings(opened, rules, allImpacts)
  await page.screenshot({ path: join(resolve(folder), `${name}.png`), animations: 'disabled' })
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  const told = [...(overflow > 0 ? [`is ${overflow} px too wide`] : []), ...findings, ...faults.filter(isNews)]
  console.log([name, ...told.map((text) => `  ${text}`)].join('\n'))
}

/** Whether a fault is not of a call that a shot left without an answer, or that was refused to somebody who is not signed in or tries too often. */
function isNews(fault: string): boolean {
  return !/net::ERR_FAILED|status of (401|429) /.test(fault)
}

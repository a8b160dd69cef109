import { existsSync } from 'node:fs'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Where Debian's package `chromium` puts it; `.ci/run` installs that. */
const executablePath = process.env['YAOQUAN_CHROMIUM'] ?? '/usr/bin/chromium'

/** Why browser tests are skipped on this machine, `undefined` where there is a browser. */
export const noBrowser: string | undefined = existsSync(executablePath)
  ? undefined
  : `there is no Chromium at ${executablePath}`

export type Theme = 'light' | 'dark'

/** How a page is looked at. */
export type Look = Readonly<{ theme?: Theme; width?: number }>

/** A page that is watched: what must never happen on a page of ours is noted while a test drives it. */
export type WatchedPage = Readonly<{
  page: Page
  /** Requests to other hosts, refusals of the content security policy, uncaught errors and messages of level error. */
  faults: readonly string[]
  /** Bytes that came over the wire since it was opened, headers left out. */
  transferredBytes: () => Promise<number>
  close(): Promise<void>
}>

export type TestBrowser = Readonly<{ open(url: string, look?: Look): Promise<WatchedPage>; close(): Promise<void> }>

/** Starts Chromium without a window. Every page gets a profile of its own, with empty storage. */
export async function startBrowser(): Promise<TestBrowser> {
  const browser = await chromium.launch({ executablePath, args: browserArguments })
  return { open: (url, look) => openPage(browser, url, look), close: () => browser.close() }
}

const browserArguments = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

async function openPage(
  browser: Browser,
  url: string,
  { theme = 'light', width = 1280 }: Look = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ colorScheme: theme, viewport: { width, height: 900 }, locale: 'zh-CN' })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  const faults = watchFaults(page, new URL(url).host)
  const transferred: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    transferred.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  return {
    page,
    faults,
    transferredBytes: async () => (await Promise.all(transferred)).reduce((sum, bytes) => sum + bytes, 0),
    close: () => context.close(),
  }
}

/** The browser tells of a violated policy as a console message of level error. */
function watchFaults(page: Page, host: string): readonly string[] {
  const faults: string[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol !== 'data:' && url.host !== host) faults.push(`asked ${url.host} for ${url.pathname}`)
  })
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(String(error)))
  return faults
}

/** @returns one line per serious or critical finding of axe-core in the page as it stands */
export async function accessibilityFindings({ page }: WatchedPage): Promise<readonly string[]> {
  // As a function, not as a script element, which the page's own policy would refuse.
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: { run(): Promise<Findings> } }
    return checker.run()
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`))
}

type Findings = Readonly<{
  violations: readonly Readonly<{
    id: string
    help: string
    impact: string | null
    nodes: readonly Readonly<{ html: string }>[]
  }>[]
}>

import { existsSync } from 'node:fs'
import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Locator, type Page, type Request } from 'playwright-core'
import { describe } from 'vitest'
import { patienceMs } from './patience.ts'

/** Debian's packages of these names. The first has no windows of its own, and takes half the processor time; `.ci/run` installs it. */
const installed = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'] as const

/** The browser that tests and benchmarks drive. */
export const executablePath =
  process.env['YAOQUAN_CHROMIUM'] ?? installed.find((path) => existsSync(path)) ?? installed[0]

/**
 * A suite that needs a browser. Without one its tests are skipped and its name says why; under YAOQUAN_SKIP_NOTHING=1, as
 * `.ci/run` has it, they fail instead.
 */
export function describeInBrowser(promise: string, tests: () => void): void {
  const mustRun = process.env['YAOQUAN_SKIP_NOTHING'] === '1'
  if (mustRun || existsSync(executablePath)) describe(promise, tests)
  else describe.skip(`${promise} (skipped: there is no Chromium at ${executablePath})`, tests)
}

export type Theme = 'light' | 'dark'

/** How a page is looked at. */
export type Look = Readonly<{ theme?: Theme; width?: number }>

/** A page that is watched: what must never happen on a page of ours is noted while a test drives it. */
export type WatchedPage = Readonly<{
  page: Page
  /** Requests to other hosts, refusals of the content security policy, uncaught errors and messages of level error. */
  faults: readonly string[]
  /** Everything it asked for, in order. */
  requests: readonly Request[]
  /** Bytes that came over the wire since it was opened, headers left out. */
  transferredBytes: () => Promise<number>
  /** Looks at it in another way. */
  look(look: Look): Promise<void>
  close(): Promise<void>
}>

/** Calls of methods by the page since it was opened. */
export function methodCallsOf({ requests }: WatchedPage): readonly string[] {
  const paths = requests.map((request) => new URL(request.url()).pathname)
  return paths.filter((path) => path.startsWith('/console/api/yaoquan.'))
}

/** What a page does before it opens its address, for example sign in. */
export type Prepare = (page: Page) => Promise<void>

export type TestBrowser = Readonly<{
  /** Opens a page in a profile of its own, with empty storage. */
  open(url: string, look?: Look, prepare?: Prepare): Promise<WatchedPage>
  /**
   * Opens a page in the profile of that name. Cookies and compiled scripts stay from page to page, which saves three quarters of the
   * processor time; what a page stored is deleted when it closes. Pages that are open together have different profiles.
   */
  openIn(profile: string, url: string, look?: Look, prepare?: Prepare): Promise<WatchedPage>
  close(): Promise<void>
}>

/**
 * Starts Chromium without a window.
 * @param cameraFile a video in place of a camera, which pages may use; without one there is no camera
 */
export async function startBrowser(cameraFile?: string): Promise<TestBrowser> {
  // In a locale without UTF-8 Chromium saves a file with a Chinese name as `download`.
  const env = { ...process.env, LC_ALL: 'C.UTF-8' }
  const browser = await chromium.launch({
    executablePath,
    args: [...browserArguments, ...cameraArguments(cameraFile)],
    env,
  })
  /** Profiles that no page has now. */
  const free = new Map<string, BrowserContext>()
  return {
    async open(url, ...requested) {
      const context = await newProfile(browser)
      return openPage({ context, end: () => context.close() }, url, ...requested)
    },
    async openIn(profile, url, ...requested) {
      const kept = free.get(profile)
      free.delete(profile)
      const context = kept ?? (await newProfile(browser))
      const end = async (page: Page) => {
        await endPage(page, new URL(url).origin)
        if (free.has(profile)) await context.close()
        else free.set(profile, context)
      }
      return openPage({ context, end }, url, ...requested)
    },
    close: () => browser.close(),
  }
}

const browserArguments = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

function cameraArguments(file: string | undefined): readonly string[] {
  if (file === undefined) return []
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${file}`,
  ]
}

async function newProfile(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: 'zh-CN',
    // What still moves between press and release of the mouse is not clicked.
    reducedMotion: 'reduce',
  })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  context.setDefaultTimeout(patienceMs)
  return context
}

/** Closes a page and forgets what it stored; cookies stay. */
async function endPage(page: Page, origin: string): Promise<void> {
  const context = page.context()
  const session = await context.newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'local_storage,indexeddb' })
  await context.setOffline(false)
  for (const open of context.pages()) await open.close()
}

type Profile = Readonly<{ context: BrowserContext; end: (page: Page) => Promise<void> }>

async function openPage(
  { context, end }: Profile,
  url: string,
  { theme = 'light', width = 1280 }: Look = {},
  prepare: Prepare = async () => undefined,
): Promise<WatchedPage> {
  const page = await context.newPage()
  const look: WatchedPage['look'] = async ({ theme: colorScheme = 'light', width: newWidth = 1280 }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width: newWidth, height: 900 })
  }
  await look({ theme, width })
  const faults = watchFaults(page, new URL(url).host)
  const requests: Request[] = []
  page.on('request', (request) => requests.push(request))
  const finished: Request[] = []
  page.on('requestfinished', (request) => finished.push(request))
  await prepare(page)
  await page.goto(url, { waitUntil: 'load' })
  return {
    page,
    faults,
    requests,
    transferredBytes: async () => {
      const sizes = await Promise.all(finished.map((request) => request.sizes()))
      return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0)
    },
    look,
    close: () => end(page),
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

/** The text of an element, once it is there. */
export async function textOf(element: Locator): Promise<string> {
  return (await element.textContent()) ?? ''
}

/** How much wider a page is than its window, in CSS pixels: zero where nothing is cut off. */
export function excessWidth(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}

/** What is being faded in has another contrast than it ends with. Spinners never end. */
const untilNothingFades = `(async () => {
  const running = () =>
    document.getAnimations().filter((one) => one.playState === 'running' && one.effect.getComputedTiming().endTime < Infinity)
  while (running().length > 0) await Promise.allSettled(running().map((one) => one.finished))
})()`

const whatIsOpen = `(() => {
  const dialogs = [...document.querySelectorAll('[role=dialog]')].filter((dialog) => dialog.checkVisibility())
  return dialogs.length > 0 ? { include: dialogs } : document
})()`

/**
 * @param rules of axe-core; default: all
 * @param impacts that count; default: those of serious and critical findings
 * @returns one line per finding of axe-core after all transitions ended: in the dialog that is open, or else in the page. What lies under
 * a dialog is looked at where the page has none, which takes half of the time.
 */
export async function accessibilityFindings(
  { page }: WatchedPage,
  rules?: readonly string[],
  impacts: readonly (string | null)[] = ['serious', 'critical'],
): Promise<readonly string[]> {
  await page.evaluate(untilNothingFades)
  // As a function, not as a script element, which the page's own policy would refuse.
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(axe.source)
  // Nothing is done about elements without a finding, of which there are hundreds.
  const options = { resultTypes: ['violations'], ...(rules === undefined ? {} : { runOnly: rules }) }
  const { violations } = await page.evaluate<Findings>(`axe.run(${whatIsOpen}, ${JSON.stringify(options)})`)
  return violations
    .filter(({ impact }) => impacts.includes(impact))
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`))
}

/** The findings of a screen of the console in both themes, which differ in their colours only. The page is left in the light one. */
export async function findingsInBothThemes(opened: WatchedPage): Promise<readonly string[]> {
  const { page } = opened
  const inLight = await accessibilityFindings(opened)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.locator('html[data-theme=dark]').waitFor()
  const inDark = await accessibilityFindings(opened, ['color-contrast', 'link-in-text-block'])
  await page.emulateMedia({ colorScheme: 'light' })
  await page.locator('html[data-theme=light]').waitFor()
  return [...inLight, ...inDark]
}

type Findings = Readonly<{
  violations: readonly Readonly<{
    id: string
    help: string
    impact: string | null
    nodes: readonly Readonly<{ html: string }>[]
  }>[]
}>

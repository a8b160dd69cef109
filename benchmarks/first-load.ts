import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAdministration } from '@yaoquan/server'
import { type Browser, chromium } from 'playwright-core'
import { executablePath } from '../tests/harness/browser.ts'
import { startChild } from './harness/child-server.ts'
import { signInOperator } from './harness/console-operator.ts'
import { sellerId } from './harness/large-seller.ts'
import { median } from './harness/load.ts'

const visits = 5

/** Pages of a first hour, as a newcomer sees them, and the console's first screen of an operator. */
const publicPaths = [
  ...['/docs/', '/docs/alibaba.alihealth.nr.crm.coupon.querycoupon', '/docs/en/signature'],
  ...['/tools/api', '/tools/sign', '/console'],
]

/** Of one visit with empty caches. */
type Load = Readonly<{ paintMs: number; completeMs: number; bytes: number; requests: number }>

/**
 * Measures what a page costs until it shows something, and until it is complete: time, transferred bytes with headers, and requests.
 * @returns a Markdown table
 */
export async function benchmarkFirstLoad(): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'yaoquan-bench-load-'))
  const administration = await openAdministration({ dataDir: data })
  await administration.createSeller({ sellerId, name: '测量' })
  await administration.close()
  const serve = ['packages/cli/bin/yaoquan.js', 'serve', '--port', '0', '--data', data]
  const server = await startChild(serve, join(data, 'log'))
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
  try {
    const { cookie } = await signInOperator(data, server.url)
    const rows: string[] = []
    for (const path of publicPaths) rows.push(await measure(browser, { path, url: server.url, cookie: undefined }))
    rows.push(await measure(browser, { path: '/console/coupons', url: server.url, cookie }))
    return [
      `| in Chromium, empty caches, median of ${visits} | first paint, ms | complete, ms | kB | requests |`,
      '|---|---|---|---|---|',
      ...rows,
    ].join('\n')
  } finally {
    await browser.close()
    await server.stop()
    await rm(data, { recursive: true, force: true })
  }
}

type Visited = Readonly<{ path: string; url: string; cookie: string | undefined }>

async function measure(browser: Browser, visited: Visited): Promise<string> {
  const loads: Load[] = []
  for (let place = 0; place <= visits; place += 1) {
    const load = await visit(browser, visited)
    // The first one warms up browser and server, which builds the console.
    if (place > 0) loads.push(load)
  }
  const middle = (read: (load: Load) => number) => median(loads.map(read)).toFixed(0)
  const name = visited.cookie === undefined ? visited.path : `${visited.path}, signed in`
  const kilobytes = middle(({ bytes }) => bytes / 1000)
  return `| ${name} | ${middle(({ paintMs }) => paintMs)} | ${middle(({ completeMs }) => completeMs)} | ${kilobytes} | ${middle(({ requests }) => requests)} |`
}

async function visit(browser: Browser, { path, url, cookie }: Visited): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })
  try {
    const [name = '', value = ''] = cookie?.split('=') ?? []
    if (cookie !== undefined) await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Strict' }])
    const page = await context.newPage()
    await page.goto(url + path, { waitUntil: 'networkidle' })
    return await page.evaluate<Load>(readTimings)
  } finally {
    await context.close()
  }
}

/** The browser's own record of the page. */
const readTimings = `(() => {
  const [page] = performance.getEntriesByType('navigation')
  const loaded = [page, ...performance.getEntriesByType('resource')]
  const [paint] = performance.getEntriesByName('first-contentful-paint')
  return {
    paintMs: paint?.startTime ?? 0,
    completeMs: Math.max(...loaded.map((entry) => entry.responseEnd)),
    bytes: loaded.reduce((sum, entry) => sum + entry.transferSize, 0),
    requests: loaded.length,
  }
})()`

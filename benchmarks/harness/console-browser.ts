import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Page } from 'playwright-core'
import { executablePath } from '../../tests/harness/browser.ts'
import type { Operator } from './console-operator.ts'
import { median } from './load.ts'

const visits = 5
const waitMs = 60_000

/** Milliseconds since the address was opened. */
type Visit = Readonly<{ rowsMs: number; filterMs: number; deskMs: number; scriptBytes: number }>

/**
 * Opens the list of coupons in a browser with empty caches, several times.
 * @param phone of a member, who is looked up afterwards
 * @returns a Markdown table
 */
export async function benchmarkInBrowser(url: string, operator: Operator, phone: string): Promise<string> {
  // The first visit of a checkout builds the console.
  await fetch(`${url}/console`)
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
  try {
    const found: Visit[] = []
    for (let place = 0; place <= visits; place += 1) {
      const visit = await visitList(browser, { url, operator, phone })
      // The first one warms up browser and server.
      if (place > 0) found.push(visit)
    }
    const line = (name: string, read: (visit: Visit) => number, limit: string) => {
      const times = found.map(read)
      return `| ${name} | ${Math.min(...times).toFixed(0)} | ${median(times).toFixed(0)} | ${Math.max(...times).toFixed(0)} | ${limit} |`
    }
    return [
      `| in Chromium, empty caches, ${visits} times | least, ms | median | longest | limit |`,
      '|---|---|---|---|---|',
      line('list of coupons: until rows are visible', ({ rowsMs }) => rowsMs, '1500'),
      line('a filter of it: until its rows are visible', ({ filterMs }) => filterMs, '1500'),
      line('search by phone: until the coupons of the member are visible', ({ deskMs }) => deskMs, '300'),
      '',
      `scripts of the first load: ${Math.round(Math.max(...found.map(({ scriptBytes }) => scriptBytes)) / 1000)} kB as gzip packs them`,
    ].join('\n')
  } finally {
    await browser.close()
  }
}

type Place = Readonly<{ url: string; operator: Operator; phone: string }>

async function visitList(browser: Browser, { url, operator, phone }: Place): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })
  context.setDefaultTimeout(waitMs)
  try {
    const [name = '', value = ''] = operator.cookie.split('=')
    await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Strict' }])
    const page = await context.newPage()
    const scripts: Promise<Buffer>[] = []
    page.on('response', (response) => {
      if (response.url().endsWith('.js')) scripts.push(response.body())
    })
    const startMs = performance.now()
    await page.goto(`${url}/console/coupons`, { waitUntil: 'commit' })
    await firstRow(page).waitFor()
    const rowsMs = performance.now() - startMs
    const scriptBytes = (await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body).length, 0)
    return { rowsMs, scriptBytes, filterMs: await filter(page), deskMs: await find(page, phone) }
  } finally {
    await context.close()
  }
}

function firstRow(page: Page) {
  return page.locator('tbody tr.yq-row-opens').first()
}

/** Chooses the state 已使用. */
async function filter(page: Page): Promise<number> {
  const startMs = performance.now()
  await page.getByRole('combobox', { name: '状态' }).click()
  await page.locator('.ant-select-item-option', { hasText: '已使用' }).click()
  await page.locator('tbody tr.yq-row-opens', { hasNotText: '已使用' }).first().waitFor({ state: 'detached' })
  await firstRow(page).waitFor()
  return performance.now() - startMs
}

async function find(page: Page, phone: string): Promise<number> {
  const box = page.getByRole('searchbox')
  await box.pressSequentially(phone, { delay: 60 })
  const startMs = performance.now()
  await box.press('Enter')
  // The tabs of the desk have counts once the coupons are there.
  await page.locator('.ant-tabs-tab .yq-number', { hasText: /\d/ }).first().waitFor()
  return performance.now() - startMs
}

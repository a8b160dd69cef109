import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { errors, methods } from '@yaoquan/api'
import type { HTMLElement } from 'node-html-parser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addressesIn, crawlSite, fold, readHtml, readText, withoutFragment } from '../harness/site-crawl.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

const given = readFileSync(join(import.meta.dirname, '../fixtures/querycoupon-page.txt'), 'utf8')
const pagePath = '/docs/alibaba.alihealth.nr.crm.coupon.querycoupon'

let server: TestServer
let site: Awaited<ReturnType<typeof crawlSite>>
let page: HTMLElement

beforeAll(async () => {
  server = await startTestServer()
  site = await crawlSite(server.url, '/docs/')
  page = readHtml(await (await fetch(server.url + pagePath)).text())
})

afterAll(() => server.close())

describe('the page of querycoupon beside the page of the platform', () => {
  test('has its breadcrumb, title and description', () => {
    const [trail = '', title = '', description = ''] = given.split('\n').filter((line) => line.trim() !== '')
    expect(readText(page.querySelector('.trail'))).toBe(fold(trail))
    expect(readText(page.querySelector('h1'))).toBe(fold(title))
    expect(readText(page.querySelector('.summary'))).toBe(fold(description))
  })

  test('has its sections in its order', () => {
    const titles = [
      ...['公共参数', '请求参数', '响应参数', '请求示例', '响应示例'],
      ...['异常示例', '错误码解释', 'API工具', '如何获得此API', 'FAQ'],
    ]
    expect(titles.map((title) => given.indexOf(`\n${title}`))).toEqual(
      titles.map((title) => given.indexOf(`\n${title}`)).toSorted((a, b) => a - b),
    )
    expect(page.querySelectorAll('main h2').map(readText)).toEqual(titles)
  })

  test.each([
    ['request', '请求参数', '响应参数', [0, 1, 2, 3, 5]],
    ['response', '响应参数', '请求示例', [0, 1, 2, 3]],
  ] as const)(
    'has every row of its %s in its order: name, type, flag, example, description',
    (kind, from, to, columns) => {
      const rows = page.querySelectorAll(`table.${kind}-fields tbody tr`).map((row) => {
        const cells = row.querySelectorAll('th, td').map(readText)
        return columns.map((column) => cells[column]).join(' ')
      })
      expect(rows.map(fold)).toEqual(givenRows(from, to))
    },
  )

  test.each([
    ['请求参数', 'request', '名称 类型 是否必须 示例值 更多限制 描述'],
    ['响应参数', 'response', '名称 类型 示例值 描述'],
  ])('has the columns of its %s', (_, kind, columns) => {
    expect(given).toContain(columns)
    expect(page.querySelectorAll(`table.${kind}-fields thead th`).map(readText).join(' ')).toBe(columns)
  })

  test('has the tabs of its request samples first and in its order', () => {
    const labels = page.querySelectorAll('[data-tabs=language] .tab-list a').map(readText)
    const givenLabels = [...between('请求示例', '响应示例').matchAll(/• (\S+)/g)].map((match) => match[1])
    expect(givenLabels.length).toBe(7)
    expect(labels.slice(0, givenLabels.length)).toEqual(givenLabels)
  })

  test('has its Java sample', () => {
    const text = between('请求示例', '响应示例')
    expect(fold(codeOf('sample-java'))).toBe(fold(text.slice(text.indexOf('TaobaoClient'))))
  })

  test('has its response samples, XML and JSON alike', () => {
    const text = between('响应示例', '异常示例')
    const xml = text.slice(text.indexOf('<alibaba'))
    expect(codeOf('response-xml')).toBe(xml.trim())
    const shown = JSON.parse(codeOf('response-json'))
    const coupon =
      shown.alibaba_alihealth_nr_crm_coupon_querycoupon_response.result.result.result_arr_list.erp_coupon_d_t_o[0]
    expect(Object.entries(coupon)).toEqual(
      [...xml.matchAll(/^ {20}<(\w+)>(.*)<\/\1>$/gm)].map(([, name, value = '']) => [
        name,
        value.replaceAll('&quot;', '"'),
      ]),
    )
    expect(JSON.parse(codeOf('response-simplified')).result.result.result_arr_list).toEqual([coupon])
  })

  test('has its error samples', () => {
    const text = between('异常示例', '错误码解释')
    expect(codeOf('error-xml')).toBe(text.slice(text.indexOf('<error_response>')).trim())
    expect(JSON.parse(codeOf('error-json'))).toEqual({
      error_response: { code: 50, msg: 'Remote service error', sub_code: 'isv.invalid-parameter', sub_msg: '非法参数' },
    })
  })

  test('has the columns of its error codes, and the code it lacked', () => {
    const table = page.querySelector('section:has(#error-codes) table')
    expect(table?.querySelectorAll('thead th').map(readText)).toEqual(['错误码', '错误描述', '解决方案'])
    expect(readText(table?.querySelector('tbody th'))).toBe('QUERY_RESULT_EMPTY')
  })
})

describe('every method', () => {
  test.each(Object.keys(methods))('%s has a page in both languages with all ten sections', (name) => {
    for (const path of [`/docs/${name}`, `/docs/en/${name}`]) {
      const root = site.pages.get(path)?.root
      expect(root?.querySelectorAll('main h2').length, path).toBe(10)
      expect(root?.querySelectorAll('main table tbody tr').length, path).toBeGreaterThan(5)
      expect(root?.querySelectorAll('[data-tabs=language] pre').length, path).toBeGreaterThanOrEqual(11)
    }
  })
})

test('every row of the error table stands on the page of public errors with cause and cure', () => {
  for (const [path, language] of [
    ['/docs/public-errors', 'zh'],
    ['/docs/en/public-errors', 'en'],
  ] as const) {
    for (const [name, row] of Object.entries(errors)) {
      const text = readText(site.pages.get(path)?.root.querySelector(`[id="error.${name}"]`))
      expect(text, `${path} ${name}`).toContain(fold(row.cause[language]))
      expect(text, `${path} ${name}`).toContain(fold(row.cure[language]))
    }
  }
})

describe('the whole site', () => {
  test('is large enough to have been walked', () => {
    expect(site.pages.size).toBeGreaterThan(Object.keys(methods).length * 2 + 20)
  })

  test('answers at every address that a page names', () => {
    const missing = [...site.files].filter(([, answer]) => answer.status !== 200).map(([path]) => path)
    expect(missing).toEqual([])
  })

  test('has every anchor that a link names', () => {
    const broken = [...site.pages.values()].flatMap(({ path, root }) =>
      addressesIn(root)
        .filter((url) => url.includes('#') && !url.startsWith('data:'))
        .filter((url) => !hasAnchor(url, path))
        .map((url) => `${path} → ${url}`),
    )
    expect(broken).toEqual([])
  })

  test('names each anchor of a page once', () => {
    for (const { path, root } of site.pages.values()) {
      const ids = root.querySelectorAll('[id]').map((element) => element.id)
      expect(
        ids.filter((id, index) => ids.indexOf(id) !== index),
        path,
      ).toEqual([])
    }
  })

  test('asks no other host, and holds neither script nor style of its own', () => {
    for (const { path, root } of site.pages.values()) {
      const loaded = ['link', 'script', 'img'].flatMap((tag) => root.querySelectorAll(tag))
      const urls = loaded.map((element) => element.getAttribute('href') ?? element.getAttribute('src') ?? '')
      expect(
        urls.filter((url) => !url.startsWith('/') && !url.startsWith('data:')),
        path,
      ).toEqual([])
      expect(
        root.querySelectorAll('script').filter((script) => script.innerHTML !== ''),
        path,
      ).toEqual([])
      expect(root.querySelectorAll('style, [style], [onclick], [onload]'), path).toEqual([])
    }
  })

  test('sends every page with a policy that allows nothing in it', () => {
    for (const { path, headers } of site.pages.values()) {
      expect(headers.get('content-security-policy'), path).toContain("default-src 'none'")
      expect(headers.get('content-security-policy'), path).not.toContain('unsafe')
    }
  })

  test('has each page in the other language', () => {
    for (const { path, root } of site.pages.values()) {
      const alternates = root.querySelectorAll('link[rel=alternate]').map((link) => link.getAttribute('href') ?? '')
      expect(alternates, path).toContain(path.replace(/\?.*$/, ''))
      for (const other of alternates) expect(site.pages.has(other), `${path} → ${other}`).toBe(true)
    }
  })

  test('shows Chinese on Chinese pages and English on English ones', () => {
    for (const { path, root } of site.pages.values()) {
      expect(root.querySelector('html')?.getAttribute('lang')).toBe(/\/en(\/|$)/.test(path) ? 'en' : 'zh-CN')
      const titles = root.querySelectorAll('main h2').map(readText).join('')
      if (/\/docs\/en\//.test(path)) expect(titles, path).not.toMatch(/\p{Script=Han}/u)
    }
  })

  test('sends a first page with all it loads in less than 150 kB', () => {
    for (const path of ['/docs/', pagePath]) {
      const root = site.pages.get(path)?.root ?? readHtml('')
      const loaded = addressesIn(root).filter((url) => url.startsWith('/assets/'))
      expect(loaded.length).toBeGreaterThan(2)
      expect(
        loaded.reduce(
          (sum, url) => sum + (assetSizes.get(url) ?? Number.NaN),
          compressedSize(site.pages.get(path)?.html ?? ''),
        ),
      ).toBeLessThan(150_000)
    }
  })

  const assetSizes = new Map<string, number>()
  beforeAll(async () => {
    for (const path of site.files.keys()) {
      if (path.startsWith('/assets/'))
        assetSizes.set(path, compressedSize(await (await fetch(server.url + path)).text()))
    }
  })
})

describe('search', () => {
  test('works as a form, without script', async () => {
    const root = readHtml(await (await fetch(`${server.url}/docs/?q=COUPON_HELD`)).text())
    const links = root.querySelectorAll('.results a').map((link) => link.getAttribute('href'))
    expect(links).toContain('/docs/yaoquan.coupon.redeem#error.COUPON_HELD')
    expect(root.querySelector('#search')?.getAttribute('value')).toBe('COUPON_HELD')
  })

  test('shows what was asked as text, whatever it is', async () => {
    const html = await (
      await fetch(`${server.url}/docs/?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
    ).text()
    expect(html).not.toContain('<script>alert')
  })

  test('tells the script of the page what it finds, in either language', async () => {
    const found: unknown = await (await fetch(`${server.url}/docs/en/search.json?q=redeem`)).json()
    expect(found).toHaveProperty('0', {
      title: 'yaoquan.coupon.redeem',
      note: 'Redeem coupons',
      path: '/docs/en/yaoquan.coupon.redeem',
    })
  })
})

test.each(['/docs/no.such.method', '/docs/en/nothing'])(
  'says in the layout of the site that there is no %s',
  async (path) => {
    const answer = await fetch(server.url + path)
    expect(answer.status).toBe(404)
    expect(readHtml(await answer.text()).querySelector('#search')).not.toBeNull()
  },
)

test('shows the address that the reader came by, and never what is no host', async () => {
  const shown = async (headers: Readonly<Record<string, string>>): Promise<string> =>
    (await fetch(`${server.url}/docs/public-parameters`, { headers })).text()
  expect(await shown({})).toContain(`${server.url}/router/rest`)
  const foreign = { 'x-forwarded-host': 'coupons.example.com', 'x-forwarded-proto': 'https' }
  expect(await shown(foreign)).toContain(`${server.url}/router/rest`)
  const behindProxy = await startTestServer(undefined, { trustProxy: 'loopback' })
  const forwarded = async (headers: Readonly<Record<string, string>>): Promise<string> =>
    (await fetch(`${behindProxy.url}/docs/public-parameters`, { headers })).text()
  expect(await forwarded(foreign)).toContain('https://coupons.example.com/router/rest')
  expect(await forwarded({ 'x-forwarded-host': '<b>' })).toContain('http://127.0.0.1:8080/router/rest')
  await behindProxy.close()
})

/** The rows of a table of the given page: a line of their own for objects at the top, bullets for what is inside. */
function givenRows(from: string, to: string): readonly string[] {
  const [, , ...lines] = between(from, to)
    .split('\n')
    .map(fold)
    .filter((line) => line !== '')
  return lines
    .join('\n')
    .replaceAll('\n• └', '\n└')
    .split(rowStart)
    .map((row) => fold(row.replaceAll('•', ' ')))
    .filter((row) => row !== '')
}

/** A new row begins at a branch, or at a bullet whose next line names a class. */
const rowStart = /\n(?=└ )|\n(?=• \w+\n• (?:PageResponse|ErpCouponDTO \[\])\n)/

function between(from: string, to: string): string {
  return given.slice(given.indexOf(`\n${from}`), given.indexOf(`\n${to}`))
}

function codeOf(id: string): string {
  return page.querySelector(`#${id} pre`)?.textContent ?? ''
}

function hasAnchor(url: string, from: string): boolean {
  const id = decodeURIComponent(url.slice(url.indexOf('#') + 1))
  const target = site.pages.get(withoutFragment(url) || from)
  return target?.root.querySelector(`[id="${id}"]`) != null
}

function compressedSize(text: string): number {
  return brotliCompressSync(text).length
}

test.each(['', '/', '/signature'])(
  'an address that names Chinese as English is named, /docs/zh%s, leads to the page',
  async (rest) => {
    const answer = await fetch(`${server.url}/docs/zh${rest}`, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `/docs/${rest.replace('/', '')}`])
  },
)

import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessibilityFindings, describeInBrowser, startBrowser, type TestBrowser } from '../harness/browser.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

/** Pages that everybody comes by, in both languages. */
const paths = [
  ...['/docs/', '/docs/alibaba.alihealth.nr.crm.coupon.querycoupon', '/docs/en/signature', '/docs/public-errors'],
  ...['/docs/going-live', '/docs/en/bulk'],
  ...['/tools/api', '/tools/en/api', '/tools/sign', '/tools/en/sign'],
]

/** What the first page may weigh with all it loads. */
const maxTransferredBytes = 150_000

describeInBrowser('every main page', () => {
  let server: TestServer
  let browser: TestBrowser

  beforeAll(async () => {
    server = await startTestServer()
    browser = await startBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  test.each(paths)(
    '%s is light, keeps to its policy, fits a narrow screen, and can be used by everyone',
    async (path) => {
      const opened = await browser.open(`${server.url}${path}`, { width: 390 })
      expect(await opened.transferredBytes()).toBeLessThan(maxTransferredBytes)
      expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      expect(await opened.page.evaluate(lowInHead)).toEqual([])
      expect(await accessibilityFindings(opened)).toEqual([])
      await opened.look({ theme: 'dark', width: 1280 })
      expect(await accessibilityFindings(opened)).toEqual([])
      expect(opened.faults).toEqual([])
      await opened.close()
    },
  )
})

/** What is pressed in the head of a page and is less than 44 px high. */
const lowInHead = `[...document.querySelectorAll('.site-head :is(nav a, .plain)')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
  .map((one) => one.outerHTML)`

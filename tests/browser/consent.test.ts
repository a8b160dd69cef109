import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessibilityFindings, describeInBrowser, startBrowser, type TestBrowser } from '../harness/browser.ts'
import { firstSignIn } from '../harness/console.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

const password = 'correct horse battery'

describeInBrowser('the page on which an owner allows an app', () => {
  let server: TestServer
  let browser: TestBrowser
  let consentUrl = ''
  /** The app, to which the browser comes back. */
  const isv = createServer((_request, response) => response.end('back at the app'))

  beforeAll(async () => {
    server = await startTestServer()
    browser = await startBrowser()
    await new Promise<void>((resolve) => {
      isv.listen(0, '127.0.0.1', resolve)
    })
    const redirectUri = `http://127.0.0.1:${(isv.address() as AddressInfo).port}/callback`
    const grants = { preset: 'erp', allowed: [], denied: [] } as const
    const named = { name: '连锁通 ISV', appKey: '20000001', appSecret: 'secret-of-the-isv' }
    await server.administration.createApp({ ...named, sellerIds: ['111'], grants })
    await server.administration.updateApp('20000001', { redirectUris: [redirectUri] })
    const asked = { response_type: 'code', client_id: '20000001', redirect_uri: redirectUri }
    consentUrl = `${server.url}/oauth/authorize?${new URLSearchParams(asked)}`
    const roles = [{ sellerId: '111', role: 'owner', shops: undefined }]
    const made = await server.administration.createOperator({ name: 'owner', displayName: '王芳', roles })
    await firstSignIn(server.url, 'owner', made.kind === 'changed' ? made.password : '', password)
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
    isv.close()
  })

  test('asks for a sign-in first, in the same look', async () => {
    const opened = await browser.open(consentUrl, { width: 390 })
    await opened.page.getByRole('heading', { name: '请先登录' }).waitFor()
    expect(await accessibilityFindings(opened)).toEqual([])
    await opened.close()
  })

  test.each(['light', 'dark'] as const)('says who asks for what, fits a phone, and goes back, %s', async (theme) => {
    const opened = await browser.open(`${server.url}/docs`, { theme, width: 390 })
    const { page } = opened
    await page.evaluate(async (typed) => {
      await fetch('/console/api/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-yaoquan-console': '1' },
        body: JSON.stringify({ name: 'owner', password: typed }),
      })
    }, password)
    await page.goto(consentUrl)
    await page.getByRole('heading', { name: '应用授权' }).waitFor()
    await page.getByText('连锁通 ISV').first().waitFor()
    expect(await accessibilityFindings(opened)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
    expect(opened.faults).toEqual([])
    await page.getByRole('button', { name: /^授权/ }).click()
    await page.getByText('back at the app').waitFor()
    await page.waitForURL(/\/callback\?code=[\w-]{43}$/)
    await opened.close()
  })
})

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allowApp } from '../harness/allow-app.ts'
import {
  accessibilityFindings,
  describeInBrowser,
  excessWidth,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts'
import { type ConsoleServer, operatorPassword, startConsoleServer } from '../harness/console-page.ts'
import { withPage } from '../harness/with-page.ts'

const named = { name: '连锁通 ISV', appKey: '20000001', appSecret: 'secret-of-the-isv' } as const

describeInBrowser('the consent of an owner to an app', () => {
  let server: ConsoleServer
  let browser: TestBrowser
  let consentUrl = ''
  let redirectUri = ''
  /** The app, to which the browser comes back. */
  const isv = createServer((_request, response) => response.end('back at the app'))

  beforeAll(async () => {
    server = await startConsoleServer()
    browser = await startBrowser()
    await new Promise<void>((resolve) => {
      isv.listen(0, '127.0.0.1', resolve)
    })
    redirectUri = `http://127.0.0.1:${(isv.address() as AddressInfo).port}/callback`
    const grants = { preset: 'erp', allowed: [], denied: [] } as const
    await server.administration.createApp({ ...named, sellerIds: ['111'], grants })
    await server.administration.updateApp('20000001', { redirectUris: [redirectUri] })
    const input = { response_type: 'code', client_id: '20000001', redirect_uri: redirectUri }
    consentUrl = `${server.url}/oauth/authorize?${new URLSearchParams(input)}`
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
    isv.close()
  })

  test('asks for a sign-in first, in the same look and the language that was chosen', async () => {
    const opened = await browser.open(consentUrl, { width: 390 })
    await opened.page.getByRole('heading', { name: '请先登录' }).waitFor()
    expect(await accessibilityFindings(opened)).toEqual([])
    await opened.page.evaluate(() => localStorage.setItem('yaoquan-theme', 'dark'))
    await opened.page.reload()
    await opened.page.locator('html[data-theme=dark]').waitFor()
    await opened.page.getByRole('link', { name: 'English' }).click()
    await opened.page.getByRole('heading', { name: 'Sign in first' }).waitFor()
    await opened.page.goto(consentUrl)
    await opened.page.getByRole('heading', { name: 'Sign in first' }).waitFor()
    await opened.page.getByRole('link', { name: '中文' }).click()
    await opened.page.getByRole('heading', { name: '请先登录' }).waitFor()
    await opened.close()
  })

  test.each(['light', 'dark'] as const)('says who asks for what, fits a phone, and goes back, %s', async (theme) => {
    await server.sessionOf('owner')
    const opened = await browser.open(`${server.url}/docs`, { theme, width: 390 })
    const { page } = opened
    await page.evaluate(async (typed) => {
      await fetch('/console/api/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-yaoquan-console': '1' },
        body: JSON.stringify({ name: 'owner', password: typed }),
      })
    }, operatorPassword)
    await page.goto(consentUrl)
    await page.getByRole('heading', { name: '应用授权' }).waitFor()
    await page.getByText('连锁通 ISV').first().waitFor()
    expect(await accessibilityFindings(opened)).toEqual([])
    await expect.poll(() => excessWidth(page)).toBe(0)
    expect(opened.faults).toEqual([])
    await page.getByRole('button', { name: /^授权/ }).click()
    await page.getByText('back at the app').waitFor()
    await page.waitForURL(/\/callback\?code=[\w-]{43}$/)
    await opened.close()
  })

  test('is shown when the person who gave it is disabled, and another owner takes it over', async () => {
    const cookie = await server.createOperator('leaver', 'owner')
    await allowApp(server.url, { app: { ...named, redirectUri }, cookie })
    await withPage(server.openAs(browser, 'owner', '/console/people?act=switch&name=leaver'), async (opened) => {
      const drawer = opened.page.getByRole('dialog')
      const stopped = drawer.getByRole('listitem').filter({ hasText: '连锁通 ISV' })
      await drawer.getByText('这些应用经 leaver 授权，将同时停止调用').waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await stopped.getByRole('button', { name: '由我接管' }).click()
      await stopped.waitFor({ state: 'detached' })
      await drawer.getByText('leaver 的所有会话立即结束').waitFor()
      await drawer.getByRole('button', { name: '停用', exact: true }).click()
      await opened.page.getByRole('row', { name: /leaver.*已停用/ }).waitFor()
    })
  })
})

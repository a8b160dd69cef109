import type { Page } from 'playwright-core'
import { startMariadb } from '../../scripts/mariadb/start-mariadb.ts'
import type { Look, Prepare, TestBrowser, WatchedPage } from './browser.ts'
import { sharedBrowser, sharedServer } from './browser-project.ts'
import { type ConsoleOperators, consoleOperators } from './console-operators.ts'
import { fillConsoleSeller } from './console-seller.ts'
import { openSeller, startTestServer, type TestServer, testNowMs } from './test-server.ts'

/** How a page is opened; `prepare` is done once it is signed in and before it opens its address. */
export type Opening = Look & Readonly<{ prepare?: Prepare }>

/** The console of a seller who has a member with coupons in every state, and templates of every kind. */
export type ConsoleServer = TestServer &
  ConsoleOperators &
  Readonly<{
    browser: TestBrowser
    /** A page on which an operator is signed in, and whose clock is that of the server. */
    openAs(operator: string, path?: string, opening?: Opening): Promise<WatchedPage>
    /** The same in a profile that had no page before. */
    openFirstAs(operator: string, path?: string, opening?: Opening): Promise<WatchedPage>
    /** The moment of the server, whose clock runs; epoch milliseconds. */
    now(): number
  }>

/** A new seller on the server of the project, in its browser. */
export async function openConsole(): Promise<ConsoleServer> {
  return consoleOf(await openSeller(await sharedServer()), await sharedBrowser())
}

/** A server for one caller, on MariaDB or SQLite. The first start on a machine builds the console. */
export async function startConsoleServer(browser: TestBrowser, store: 'sqlite' | 'mariadb'): Promise<ConsoleServer> {
  const mariadb = store === 'mariadb' ? await startMariadb() : undefined
  const server = await startTestServer(undefined, { storeUrl: await mariadb?.createSchema() })
  const close = async () => {
    await server.close()
    await mariadb?.stop()
  }
  return consoleOf({ ...server, close }, browser)
}

async function consoleOf(server: TestServer, browser: TestBrowser): Promise<ConsoleServer> {
  await fillConsoleSeller(server)
  const operators = consoleOperators(server)

  async function signIn(page: Page, operator: string): Promise<void> {
    await page.clock.setFixedTime(testNowMs)
    const [name = '', value = ''] = (await operators.sessionOf(operator)).split('=')
    await page.context().addCookies([{ name, value, url: server.url, httpOnly: true, sameSite: 'Strict' }])
  }

  const openBy = (open: TestBrowser['open']): ConsoleServer['openAs'] => {
    return async (operator, path = '/console', { prepare = async () => undefined, ...look } = {}) => {
      const opened = await open(server.url + path, look, async (page) => {
        await signIn(page, operator)
        await prepare(page)
      })
      await opened.page.getByRole('navigation').waitFor()
      return opened
    }
  }

  return {
    ...server,
    ...operators,
    browser,
    openAs: openBy(browser.openWarm),
    openFirstAs: openBy(browser.open),
    now: () => testNowMs + Date.now() - server.startedMs,
  }
}

import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { startMariadb } from '../../scripts/mariadb/start-mariadb.ts'
import { chromiumOptions, executablePath } from './browser.ts'
import { startTestServer } from './test-server.ts'

/**
 * Starts one Chromium and one server for all files of the browser project. `YAOQUAN_BROWSER_STORE=mariadb npx vitest run --project browser
 * console` plays all stories of the console on MariaDB.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const isOnMariadb = process.env['YAOQUAN_BROWSER_STORE'] === 'mariadb'
  const mariadb = isOnMariadb ? await startMariadb() : undefined
  const server = await startTestServer(
    async (administration) => {
      await administration.importCoupons({ sellerId: '111', rows: [couponOfTools] })
    },
    { storeUrl: await mariadb?.createSchema() },
  )
  const { administration: _, close, ...running } = server
  project.provide('browserServer', running)
  const browser = existsSync(executablePath) ? await chromium.launchServer(chromiumOptions) : undefined
  project.provide('chromium', browser?.wsEndpoint() ?? '')
  return async () => {
    await browser?.close()
    await close()
    await mariadb?.stop()
  }
}

/** The coupon that the API tool finds. */
const couponOfTools = { couponCode: '111aaa', couponName: '满199减99', phone: '18612255668', channel: 'erp' }

import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { addStore } from '../../packages/server/src/administration/other-stores.ts'
import { temporaryFolder } from '../../packages/server/src/testing/temporary-folder.ts'
import { skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../scripts/mariadb/start-mariadb.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

const otherApp = { appKey: 'other-app', appSecret: 'a-secret-of-24-characters' }
const folder = temporaryFolder()

/** A server with seller 111 in the directory, and seller 222 in another store. */
async function serveTwo(location: string, options: Readonly<{ storeUrl?: string }> = {}): Promise<TestServer> {
  const server = await startTestServer(undefined, options)
  onTestFinished(() => server.close())
  const place = { dataDir: server.dataDir, ...options }
  await addStore(place, { name: 'other', location })
  const administration = await openAdministration({ ...place, isSandbox: true })
  await administration.assignSeller({ sellerId: '222', name: '二', storeName: 'other' })
  const grants = { preset: 'full', allowed: [], denied: [] }
  await administration.createApp({ name: 'other', sellerIds: ['222'], grants, ...otherApp })
  await administration.close()
  // The server opens the store beside calls, however busy the machine.
  await expect.poll(() => query(server, otherApp)).not.toContain('isp.')
  return server
}

type App = typeof otherApp

function issue(server: TestServer, app: App, couponCode: string): Promise<object> {
  return lifecycleClient(server, undefined, app).call('yaoquan.coupon.issue', {
    outRequestNo: couponCode,
    coupons: [{ couponCode, phone: '13900000001', channel: 'app' }],
  })
}

function query({ url }: TestServer, { appKey, appSecret }: App): Promise<string> {
  return post(url, signedParameters({ app_key: appKey, phone: '13900000001', channel: 'app' }, appSecret))
}

async function readiness({ adminUrl }: TestServer): Promise<unknown> {
  return (await fetch(`${adminUrl}/ready`)).json()
}

describe.skipIf(skipsMariadb())('several stores on servers (skipped where MariaDB is not installed)', () => {
  let mariadb: Mariadb

  beforeAll(async () => {
    mariadb = await startMariadb()
  })
  afterAll(() => mariadb?.stop())

  it('a store whose server is killed stops its own sellers only, and is served again once it is back', async () => {
    const server = await serveTwo(`${await mariadb.createSchema()}?patience_ms=5000`)
    await issue(server, testApp, 'here')
    await issue(server, otherApp, 'there')
    await mariadb.node.kill()
    expect(await query(server, otherApp)).toContain('"sub_code":"isp.')
    await issue(server, testApp, 'here-meanwhile')
    expect(await query(server, testApp)).toContain('here-meanwhile')
    expect(await readiness(server)).toMatchObject({ status: 'ready', checks: { read: 'ok', write: 'ok' } })
    expect(await readiness(server)).not.toMatchObject({ checks: { 'store other': 'ok' } })
    await mariadb.node.start()
    await expect.poll(() => query(server, otherApp)).toContain('there')
    await issue(server, otherApp, 'there-again')
  })

  it('while the server of the directory is killed, sellers of another store are read and written', async () => {
    const server = await serveTwo(`sqlite:${folder}/other`, { storeUrl: await mariadb.createSchema() })
    await issue(server, otherApp, 'before')
    await mariadb.node.kill()
    await issue(server, otherApp, 'meanwhile')
    expect(await query(server, otherApp)).toContain('meanwhile')
    expect(await readiness(server)).toMatchObject({ status: 'ready', checks: { 'store other': 'ok' } })
    await mariadb.node.start()
    await expect.poll(() => query(server, testApp)).not.toContain('isp.')
    await server.administration.updateApp(otherApp.appKey, { isEnabled: false })
    await expect.poll(() => query(server, otherApp)).not.toContain('meanwhile')
  })
})

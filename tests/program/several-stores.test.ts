import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askConsole, firstSignIn } from '../harness/console.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { runCli } from '../harness/run-cli.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { testApp as directoryApp, startTestServer, type TestServer } from '../harness/test-server.ts'

type App = Readonly<{ appKey: string; appSecret: string }>

const testApp: App = directoryApp
const eastApp: App = { appKey: 'east-app', appSecret: 'a-secret-of-24-characters' }
let server: TestServer
let east: string
let place: readonly string[]

beforeAll(async () => {
  server = await startTestServer()
  east = await mkdtemp(join(tmpdir(), 'yaoquan-east-'))
  place = ['--data', server.dataDir]
})

afterAll(async () => {
  await server.close()
  await rm(east, { recursive: true, force: true })
})

async function run(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli([...args, ...place])
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

async function query(url: string, app = testApp): Promise<string> {
  const parameters = { app_key: app.appKey, phone: '13900000001', channel: 'app' }
  return post(url, signedParameters(parameters, app.appSecret))
}

const issue = (app = testApp) =>
  lifecycleClient(server, undefined, app).call('yaoquan.coupon.issue', {
    outRequestNo: 'same-number',
    coupons: [{ couponCode: `of-${app.appKey}`, phone: '13900000001', channel: 'app' }],
  })

it('serves a seller of a store that is added while the server runs', async () => {
  await run('store', 'add', 'east', `sqlite:${east}`)
  await run('store', 'assign', '222', 'east', '--name', '东区大药房')
  const nowhere = await runCli(['store', 'assign', '333', 'nowhere', '--name', '西区大药房', ...place])
  expect(nowhere.stderr).toMatch(/^yaoquan: 存储 nowhere 未打开: 数据目录的 stores\.json 没有它；是否已执行未知，/)
  const grants = { preset: 'full', allowed: [], denied: [] }
  await server.administration.createApp({ name: 'east', sellerIds: ['222'], grants, ...eastApp })
  for (const app of [testApp, eastApp]) await issue(app)
  expect(await query(server.url)).toContain(`of-${testApp.appKey}`)
  expect(await query(server.url)).not.toContain(`of-${eastApp.appKey}`)
  expect(await query(server.url, eastApp)).toContain(`of-${eastApp.appKey}`)
  expect(await query(server.url, eastApp)).not.toContain(`of-${testApp.appKey}`)
  expect(JSON.parse(await run('store', 'list', '--json'))).toEqual({
    stores: [{ store: 'east', location: `sqlite:${east}`, sellers: ['222'], fault: null }],
  })
})

it('tells the seller what happened to its apps, in its own store', async () => {
  const { call } = lifecycleClient(server, undefined, eastApp)
  const kinds = async () => JSON.stringify(await call('yaoquan.event.list', { afterSeq: 0, limit: 50 }))
  await expect.poll(kinds).toContain('directory_event')
})

it('names a store that is down, refuses its sellers only, and serves them once it is back', async () => {
  const roles = ['111', '222'].map((sellerId) => ({ sellerId, role: 'owner', shops: undefined }))
  const made = await server.administration.createOperator({ name: 'li', displayName: '李', roles })
  await rename(east, `${east}-away`)
  const options = { host: '127.0.0.1', port: 0, dataDir: server.dataDir, isDemo: false, isSandbox: true } as const
  const second = await startServer({
    ...options,
    logLevel: 'silent',
    clockStartMs: Date.parse('2026-11-24T22:29:00+08:00'),
  })
  const ready = async () => (await fetch(`${second.adminUrl}/ready`)).json()
  expect(await ready()).toMatchObject({
    status: 'ready',
    checks: {
      read: 'ok',
      write: 'ok',
      'store east': expect.stringMatching(/^the store east is not open: [\x20-\x7e]+$/),
    },
  })
  expect(await query(second.url)).toContain(`of-${testApp.appKey}`)
  expect(await query(second.url, eastApp)).toContain('"sub_code":"isp.')
  const oneTime = made.kind === 'changed' ? made.password : ''
  const cookie = await firstSignIn(second.url, 'li', oneTime, 'correct horse battery')
  const { body } = await askConsole(second.url, 'session', { verb: 'GET', cookie })
  expect(body).toMatchObject({ sellers: [{ id: '111' }, { id: '222', asksApproval: false }] })
  await rename(`${east}-away`, east)
  await expect.poll(() => query(second.url, eastApp)).toContain(`of-${eastApp.appKey}`)
  await second.close()
})

it('says in an audit and a backup of the directory which stores these leave out', async () => {
  const backup = await mkdtemp(join(tmpdir(), 'yaoquan-east-backup-'))
  for (const args of [
    ['audit', 'verify', '--without-files'],
    ['backup', backup],
  ]) {
    const { code, stderr } = await runCli([...args, ...place])
    expect([code, stderr]).toEqual([0, expect.stringContaining(`--data ${east}`)])
  }
  await rm(backup, { recursive: true })
  await rm(`${backup}-keys`, { recursive: true, force: true })
})

import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAdministration, type RunningServer, type ServeOptions, startServer } from '@yaoquan/server'

export type Administration = Awaited<ReturnType<typeof openAdministration>>

export type TestApp = Readonly<{ appKey: string; appSecret: string }>

/** What is known of a test server in every process. */
export type RunningTestServer = Readonly<{
  /** A seller there, and its app, which may do everything. */
  sellerId: string
  app: TestApp
  url: string
  host: string
  port: number
  /** Where metrics are. */
  adminUrl: string
  dataDir: string
  storeUrl: string | undefined
  /** When it was started, by this machine's clock. */
  startedMs: number
}>

export type TestServer = RunningTestServer &
  Readonly<{
    administration: Administration
    close(): Promise<void>
  }>

/** 2026-11-24 22:29:00 GMT+8, in the middle of the minutes in which the wire examples were recorded. */
export const testNowMs = Date.parse('2026-11-24T22:29:00+08:00')

/** The app of the wire examples, for chain 111. */
export const testApp = { appKey: '12345678', appSecret: 'helloworld' } as const

/** A test server that another process started, which alone closes it. */
export async function joinServer(running: RunningTestServer): Promise<TestServer> {
  const administration = await openAdministration({ ...placeOf(running), isSandbox: true })
  return { ...running, administration, close: () => administration.close() }
}

function placeOf({ dataDir, storeUrl }: Pick<RunningTestServer, 'dataDir' | 'storeUrl'>) {
  return storeUrl === undefined ? { dataDir } : { dataDir, storeUrl }
}

const allGrants = { preset: 'full', allowed: [], denied: [] } as const

/** A new seller with an app on a server that others use too. */
export async function openSeller(server: TestServer): Promise<TestServer> {
  const sellerId = String(randomInt(10 ** 8, 10 ** 9))
  const app = { appKey: `${sellerId}1`, appSecret: `secret of ${sellerId}` }
  await server.administration.createSeller({ sellerId, name: '测试连锁' })
  await server.administration.createApp({ name: 'test', sellerIds: [sellerId], grants: allGrants, ...app })
  return { ...server, sellerId, app, close: async () => undefined }
}

/** A real server on a free port over a fresh data folder, or an empty database, with chain 111 and the app of the wire examples. */
export async function startTestServer(
  prepare: (administration: Administration) => Promise<void> = async () => undefined,
  mode: Readonly<{ isProduction?: boolean }> & Partial<ServeOptions> = {},
): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yaoquan-test-'))
  const { isProduction = false, ...options } = mode
  const { storeUrl } = options
  const administration = await openAdministration({ ...placeOf({ dataDir, storeUrl }), isSandbox: !isProduction })
  await administration.createSeller({ sellerId: '111', name: '测试连锁' })
  await administration.createApp({ name: 'test', sellerIds: ['111'], grants: allGrants, ...testApp })
  await prepare(administration)
  const startedMs = Date.now()
  const server: RunningServer = await startServer({
    ...{ host: '127.0.0.1', port: 0, dataDir, isDemo: false, logLevel: 'silent' },
    isSandbox: !isProduction,
    ...(isProduction ? {} : { clockStartMs: testNowMs }),
    ...options,
  })
  return {
    sellerId: '111',
    app: testApp,
    url: server.url,
    host: server.host,
    port: server.port,
    adminUrl: server.adminUrl ?? '',
    dataDir,
    storeUrl,
    startedMs,
    administration,
    async close() {
      await server.close()
      await administration.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

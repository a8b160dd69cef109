import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAdministration, type RunningServer, type ServeOptions, startServer } from '@yaoquan/server'
import { createPasswordHasher } from '../../packages/server/src/encryption/password-hasher.ts'

export type Administration = Awaited<ReturnType<typeof openAdministration>>

export type TestServer = Readonly<{
  url: string
  host: string
  port: number
  /** Where metrics are. */
  adminUrl: string
  dataDir: string
  /** Of a database server; undefined: the store is a file in the folder. */
  storeUrl: string | undefined
  /** When it was started, by this machine's clock. */
  startedMs: number
  administration: Administration
  close(): Promise<void>
}>

/** 2026-11-24 22:29:00 GMT+8, in the middle of the minutes in which the wire examples were recorded. */
export const testNowMs = Date.parse('2026-11-24T22:29:00+08:00')

/** The app of the wire examples, for chain 111. */
export const testApp = { appKey: '12345678', appSecret: 'helloworld' } as const

/** A password of production takes a fifth of a second of the processor, more than all else that most tests do. */
const passwords = createPasswordHasher({ logN: 10, r: 8, p: 1 })

/** A real server on a free port over a fresh data folder, or an empty database, with chain 111 and the app of the wire examples. */
export async function startTestServer(
  prepare: (administration: Administration) => Promise<void> = async () => undefined,
  mode: Readonly<{ isProduction?: boolean }> & Partial<ServeOptions> = {},
): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yaoquan-test-'))
  const { isProduction = false, ...options } = mode
  const { storeUrl } = options
  const place = storeUrl === undefined ? { dataDir } : { dataDir, storeUrl }
  const administration = await openAdministration({ ...place, isSandbox: !isProduction }, passwords)
  await administration.createSeller({ sellerId: '111', name: '测试连锁' })
  const grants = { preset: 'full', allowed: [], denied: [] }
  await administration.createApp({ name: 'test', sellerIds: ['111'], grants, ...testApp })
  await prepare(administration)
  const startedMs = Date.now()
  const server: RunningServer = await startServer(
    {
      host: '127.0.0.1',
      port: 0,
      dataDir,
      isDemo: false,
      logLevel: 'silent',
      isSandbox: !isProduction,
      ...(isProduction ? {} : { clockStartMs: testNowMs }),
      ...options,
    },
    undefined,
    passwords,
  )
  return {
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

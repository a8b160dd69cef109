import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OperatorError, startServer } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.close())

const get = async (url: string) => {
  const answer = await fetch(url)
  return { status: answer.status, text: await answer.text() }
}

it('shows metrics and the details of readiness on a port of its own, and not on the public one', async () => {
  const metrics = await get(`${server.adminUrl}/metrics`)
  expect([metrics.status, metrics.text]).toEqual([200, expect.stringContaining('process_cpu_seconds_total')])
  expect(JSON.parse((await get(`${server.adminUrl}/ready`)).text)).toMatchObject({
    status: 'ready',
    checks: { read: 'ok', write: 'ok' },
  })
  expect((await get(`${server.adminUrl}/router/rest`)).status).toBe(404)
  expect((await get(`${server.url}/metrics`)).status).toBe(404)
  expect(await get(`${server.url}/ready`)).toEqual({ status: 200, text: '{"status":"ready"}' })
  expect(await get(`${server.url}/health`)).toEqual({ status: 200, text: '{"status":"up"}' })
})

it('is nowhere when it is off', async () => {
  const off = await startTestServer(undefined, { adminListen: 'off' })
  expect(off.adminUrl).toBe('')
  expect((await get(`${off.url}/metrics`)).status).toBe(404)
  await off.close()
})

it('says which port is in use and what to do, and leaves nothing that listens', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yaoquan-admin-'))
  const taken = Number(new URL(server.adminUrl).port)
  const parts = { host: '127.0.0.1', port: 0, dataDir, isDemo: false, isSandbox: false, logLevel: 'silent' }
  const starting = startServer({ ...parts, adminListen: { host: '127.0.0.1', port: taken } })
  await expect(starting).rejects.toThrow(OperatorError)
  await expect(starting).rejects.toThrow(new RegExp(`端口已被占用: 127.0.0.1:${taken}.*--admin-listen.*off`))
  await rm(dataDir, { recursive: true })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

const office = { appKey: '20000001', appSecret: 'office-secret-of-16' } as const

let open: TestServer
let behindProxy: TestServer

beforeAll(async () => {
  const prepare = async ({ createApp }: TestServer['administration']) => {
    const app = { name: 'office', sellerIds: ['111'], allowedIps: ['198.51.100.0/24'], allowedMethods: [] }
    await createApp({ ...app, ...office })
  }
  open = await startTestServer(prepare)
  behindProxy = await startTestServer(prepare, { trustProxy: '127.0.0.1' })
})

afterAll(async () => {
  await open.close()
  await behindProxy.close()
})

async function callOf({ url }: TestServer, headers: Readonly<Record<string, string>>): Promise<string> {
  const parameters = signedParameters({ app_key: office.appKey, method: 'taobao.time.get' }, office.appSecret)
  const answer = await fetch(`${url}/router/rest`, { method: 'POST', headers, body: new URLSearchParams(parameters) })
  return answer.text()
}

it('holds an allow list against the client that a trusted proxy names', async () => {
  expect(await callOf(behindProxy, { 'x-forwarded-for': '198.51.100.7' })).toContain('time_get_response')
  expect(await callOf(behindProxy, { 'x-forwarded-for': '198.51.100.7, 203.0.113.9' })).toContain('"code":11')
})

it('ignores the header of a stranger, and any header but the one that the proxy sets', async () => {
  expect(await callOf(open, { 'x-forwarded-for': '198.51.100.7' })).toContain('"code":11')
  expect(await callOf(behindProxy, { forwarded: 'for=198.51.100.7' })).toContain('"code":11')
})

import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { TopClient } from '@yaoquan/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestServer, type TestServer, testApp } from '../../harness/test-server.ts'
import { couponLines, upload, uploadUrl } from '../../harness/upload.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer(undefined, { isProduction: true })
})

afterAll(() => server.close())

const own = couponLines(10, 'OWN')

async function couponsOf(prefix: string): Promise<number> {
  const client = new TopClient({ url: `${server.url}/router/rest`, ...testApp })
  let count = 0
  for await (const { couponCode } of client.allCoupons({})) count += couponCode.startsWith(prefix) ? 1 : 0
  return count
}

it.each<[string, (lines: string) => string | Uint8Array<ArrayBuffer>, Record<string, string>]>([
  ['as it is', (lines) => lines, {}],
  ['compressed', gzipSync, { 'content-encoding': 'gzip' }],
  ['after the body that was signed', (lines) => own + lines, {}],
])('issues no coupon of a foreign body under a signed address from a log: %s', async (_how, encode, headers) => {
  const address = uploadUrl(server.url, own, { out_request_no: 'seen-in-a-log' })
  const { status, lines } = await upload(address, encode(couponLines(3_000, 'FOREIGN')), headers)
  expect(status).toBe(200)
  expect(lines).toMatchObject([{ kind: 'summary', error_code: 'CONTENT_DIGEST_MISMATCH', lines: 0, created: 0 }])
  expect(await couponsOf('FOREIGN')).toBe(0)
})

it('keeps a body that arrives in a file without a name, which ends with the process', async () => {
  const address = new URL(uploadUrl(server.url, own, { out_request_no: 'arriving' }))
  const socket = connect(server.port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (piece) => {
    answer += piece
  })
  socket.write(`POST ${address.pathname}${address.search} HTTP/1.1\r\nhost: x\r\ncontent-length: 9000000\r\n\r\n`)
  socket.write(couponLines(5_000, 'FOREIGN'))
  while (!answer.includes('200 OK')) await delay(5)
  await delay(50)
  expect(await readdir(join(server.dataDir, 'spool'))).toEqual([])
  socket.destroy()
  expect(await couponsOf('FOREIGN')).toBe(0)
})

it('leaves the address to the body that was signed, and no file on disk', async () => {
  const address = uploadUrl(server.url, own, { out_request_no: 'seen-in-a-log' })
  expect((await upload(address, own)).lines.at(-1)).toMatchObject({ success: true, created: 10 })
  expect(await couponsOf('OWN')).toBe(10)
  expect(await readdir(join(server.dataDir, 'spool'))).toEqual([])
})

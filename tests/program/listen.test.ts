import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { constructEvents, WebhookError } from '@yaoquan/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CliServer, runCli, serveCli, startCli } from '../harness/run-cli.ts'

let folder: string
let server: CliServer
let gateway: readonly string[]
const closers: (() => unknown)[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-listen-'))
  const store = ['--data', folder, '--seller', '111']
  await runCli(['seller', 'create', ...store, '--name', '康民大药房'])
  const { stdout } = await runCli(['app', 'create', ...store, '--name', 'ERP', '--json'])
  const app = JSON.parse(stdout)
  server = await serveCli(['--data', folder])
  gateway = ['--url', server.url, '--app-key', app.app_key, '--app-secret', app.app_secret]
})

afterAll(async () => {
  for (const close of closers) await close()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

type Received = Readonly<{ body: Buffer; headers: IncomingHttpHeaders }>

/** A receiver that answers the first POST with 500. */
async function startReceiver() {
  const received: Received[] = []
  const receiver = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    received.push({ body: Buffer.concat(pieces), headers: request.headers })
    response.writeHead(received.length === 1 ? 500 : 204).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  closers.push(() => receiver.close())
  return { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`, received }
}

function outputOf(args: readonly string[]): () => string {
  const child = startCli(['listen', ...args, '--seller', '111', ...gateway])
  closers.push(() => child.kill())
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  return () => text
}

async function issue(...codes: readonly string[]): Promise<void> {
  const file = join(folder, 'issue.csv')
  await writeFile(
    file,
    `coupon_code,phone,end_date\n${codes.map((code) => `${code},18612255668,2099-12-31\n`).join('')}`,
  )
  expect(await runCli(['coupon', 'issue', file, '--channel', 'erp', ...gateway])).toMatchObject({ code: 0 })
}

describe('yaoquan listen', () => {
  it('sends each new event once, in order and signed as a webhook, and says what the receiver answered', async () => {
    await issue('before')
    const { url, received } = await startReceiver()
    const output = outputOf(['--forward-to', url])
    await expect.poll(output).toMatch(/签名密钥 [0-9a-f]{32}\n/)
    const secret = /签名密钥 (\S+)/.exec(output())?.[1] ?? ''
    await issue('l1', 'l2')
    await expect.poll(() => received.length).toBe(2)
    const deliveries = received.map(({ body, headers }) => constructEvents(body, { headers, secret }))
    expect(deliveries).toMatchObject([
      { sellerId: '111', events: [{ kind: 'issued', couponCode: 'l1' }] },
      { sellerId: '111', events: [{ kind: 'issued', couponCode: 'l2' }] },
    ])
    for (const { body, headers } of received) {
      expect(() => constructEvents(body, { headers, secret: 'another' })).toThrow(WebhookError)
    }
    await expect.poll(output).toMatch(/issued {2}l1 {2}500\n.*issued {2}l2 {2}204\n$/)
  })

  it('begins where it is told, under a secret of the receiver, and goes on where nobody answers', async () => {
    const { url, received } = await startReceiver()
    const nobody = await startReceiver()
    await closers.pop()?.()
    const secret = 'of-the-receiver'
    const lost = outputOf(['--forward-to', nobody.url, '--after-seq', '0', '--secret', secret])
    outputOf(['--forward-to', url, '--after-seq', '0', '--secret', secret])
    await expect.poll(() => received.length).toBeGreaterThan(2)
    const [first] = received.map(({ body, headers }) => constructEvents(body, { headers, secret }))
    expect(first?.events[0]?.eventSeq).toBe(1)
    await expect.poll(() => lost().match(/连接失败/g)?.length).toBeGreaterThan(2)
  })

  it('refuses an address that is none', async () => {
    const run = await runCli(['listen', '--forward-to', 'localhost:3000', '--seller', '111', ...gateway])
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('http')])
  })
})

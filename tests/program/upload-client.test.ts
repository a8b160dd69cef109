import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type EndedAttempt, TopClient, type TopClientOptions, type UploadEvent } from '@yaoquan/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli } from '../harness/run-cli.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

let server: TestServer
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-upload-'))
  server = await startTestServer(undefined, { isProduction: true })
})

afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

function client(url: string = server.url, hooks: Pick<TopClientOptions, 'onResponse'> = {}): TopClient {
  return new TopClient({ url: `${url}/router/rest`, ...testApp, retryPolicy: () => 0, ...hooks })
}

async function eventsOf(events: AsyncIterable<UploadEvent>): Promise<readonly UploadEvent[]> {
  const all: UploadEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

it('sends any iterable in parts and tells of each, and of coupons that were refused by their places', async () => {
  function* coupons() {
    for (let n = 0; n < 7_000; n += 1) yield { couponCode: `I${n}`, endDate: n === 6_500 ? 'soon' : '2027-12-31' }
  }
  const upload = () => client().uploadCoupons(coupons(), { outRequestNo: 'iterable', channel: '小程序' })
  const expected = [
    { kind: 'progress', rows: 5_000, created: 5_000, existing: 0, refused: 0 },
    {
      kind: 'refused',
      row: 6_500,
      couponCode: 'I6500',
      outcome: 'invalid',
      field: 'end_date',
      rule: expect.any(String),
    },
    { kind: 'progress', rows: 7_000, created: 6_999, existing: 0, refused: 1 },
  ]
  expect(await eventsOf(upload())).toEqual(expected)
  expect(await eventsOf(upload())).toEqual(expected)
  expect((await client().queryCoupons({ channel: '小程序' })).totalCount).toBe(6_999)
  await expect(
    eventsOf(client().uploadCoupons([{ couponCode: 'other' }], { outRequestNo: 'iterable' })),
  ).rejects.toMatchObject({ name: 'BusinessError', outRequestNo: 'iterable-1' })
})

it('sends a part again after an answer that was cut off, and gives up where nobody listens', async () => {
  let failures = 0
  const proxy = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    const { url = '', headers } = request
    const type = { 'content-type': headers['content-type'] ?? '' }
    const answer = await fetch(`${server.url}${url}`, { method: 'POST', headers: type, body: Buffer.concat(pieces) })
    passOn(await answer.text(), response)
  })
  function passOn(text: string, response: ServerResponse): void {
    if (failures >= 2) return void response.end(text)
    failures += 1
    response.write(text.slice(0, 20), () => (failures === 1 ? response.destroy() : response.end()))
  }
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const coupons = Array.from({ length: 1_500 }, (_, n) => ({ couponCode: `P${n}` }))
  const told: unknown[] = []
  const onResponse = ({ outRequestNo, attempt, error }: EndedAttempt) => told.push([outRequestNo, attempt, error?.name])
  const events = await eventsOf(client(url, { onResponse }).uploadCoupons(coupons, { outRequestNo: 'proxy' }))
  expect(told).toEqual([
    ['proxy-1', 1, 'ConnectionError'],
    ['proxy-1', 2, 'UnreadableAnswerError'],
    ['proxy-1', 3, undefined],
  ])
  expect(events).toEqual([{ kind: 'progress', rows: 1_500, created: 1_500, existing: 0, refused: 0 }])
  expect(failures).toBe(2)
  await new Promise((resolve) => proxy.close(resolve))
  await expect(eventsOf(client(url).uploadCoupons(coupons, { outRequestNo: 'nobody' }))).rejects.toMatchObject({
    name: 'ConnectionError',
    outRequestNo: 'nobody-1',
  })
})

const credentials = ['--app-key', testApp.appKey, '--app-secret', testApp.appSecret]

it('uploads a CSV file from the command line and lists its bad rows', async () => {
  const file = join(folder, 'coupons.csv')
  await writeFile(file, 'coupon_code,phone,end_date\nF1,18612255668,2027-12-31\nF2,18612255668,never\nF3\nF4,,\n')
  const args = ['upload', file, '--url', server.url, ...credentials, '--out-request-no', 'file', '--bearer', '--json']
  const run = await runCli(args)
  const errorsFile = `${file}.errors.csv`
  expect(JSON.parse(run.stdout)).toEqual({
    out_request_no: 'file',
    rows: 4,
    created: 2,
    existing: 0,
    bad: 2,
    errors_file: errorsFile,
  })
  expect(run.code).toBe(1)
  const list = await readFile(errorsFile, 'utf8')
  expect(list).toMatch(/\nF2,18612255668,never,第 3 行：end_date /)
  expect(list).toMatch(/\nF3,,,"?第 4 行：有 1 列，表头有 3 列/)
  expect((await client().queryCoupons({ phone: '18612255668' })).totalCount).toBe(1)
})

it('is called from a shell as docs/bulk.md shows', async () => {
  const document = await readFile(join(import.meta.dirname, '../../docs/bulk.md'), 'utf8')
  const script = /```sh\n([\s\S]*?)```/.exec(document)?.[1] ?? ''
  expect(script).toContain('/upload/coupons')
  await writeFile(join(folder, 'coupons.ndjson'), '{"coupon_code":"SH1"}\n{"coupon_code":"SH2"}\n')
  const variables = { URL: server.url, APP_KEY: testApp.appKey, APP_SECRET: testApp.appSecret }
  const environment = { ...process.env, ...variables, no_proxy: '*' }
  const { stdout } = await promisify(execFile)('bash', ['-ec', script], { cwd: folder, env: environment })
  expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    kind: 'summary',
    success: true,
    created: 2,
  })
})

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errors } from '@yaoquan/api'
import { signParameters } from '@yaoquan/protocol'
import { openAdministration } from '@yaoquan/server'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readWireExample, wireExampleNames } from '../../wire-examples/read-wire-example.ts'
import { sendRaw } from '../harness/raw-socket.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { querycoupon, signedParameters } from '../harness/signed-call.ts'
import { soak } from '../harness/soak.ts'
import { testApp } from '../harness/test-server.ts'

const seconds = 10 * soak
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2_147_483_647)

let folder: string
let server: ServerProcess

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-fuzz-'))
  const administration = await openAdministration({ dataDir: folder, isSandbox: true })
  await administration.createSeller({ sellerId: '111', name: 'fuzz' })
  await administration.createApp({ name: 'fuzz', sellerIds: ['111'], allowedIps: [], ...testApp })
  const rows = Array.from({ length: 500 }, (_, n) => ({
    couponCode: `F${n}`,
    channel: 'erp',
    phone: `1390000${1000 + (n % 40)}`,
  }))
  await administration.importCoupons({ sellerId: '111', rows })
  await administration.close()
  server = await startServerProcess(['--data', folder, '--sandbox', '--clock', '2026-11-24T22:29:00+08:00'])
})

afterAll(async () => {
  expect(await server.stop()).toBe(0)
  await rm(folder, { recursive: true, force: true })
})

const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\r\n',
    '%',
    '%zz',
    '%ff%fe',
    '\ud800',
    '__proto__',
    '{"a":1}',
    'x'.repeat(50_000),
    '１８６',
  ),
)

const hostileQuery = fc.oneof(
  fc.json().map((text) => text),
  fc
    .record(
      {
        page_size: fc.oneof(fc.integer(), fc.double(), hostileText, fc.constant(null), fc.constant(10)),
        page_num: fc.oneof(fc.integer(), fc.constant(1), hostileText),
        channel: fc.oneof(hostileText, fc.constant('erp'), fc.integer(), fc.constant([])),
        phone: fc.oneof(hostileText, fc.constant('13900001001')),
        card_no: hostileText,
        coupon_code: fc.oneof(hostileText, fc.constant('F1')),
      },
      { requiredKeys: [] },
    )
    .map((query) => JSON.stringify(query)),
  hostileText,
)

/** Rightly signed, with anything in it. */
const signedCall = fc
  .record(
    {
      query_d_t_o: hostileQuery,
      format: fc.constantFrom('json', 'xml', 'JSON', 'yaml', ''),
      simplify: hostileText,
      session: hostileText,
      extra: hostileText,
    },
    { requiredKeys: ['query_d_t_o'] },
  )
  .map((changes) => formRequest(signedParameters(changes)))

/** Anything at all as parameters. */
const unsignedCall = fc
  .dictionary(
    fc.oneof(hostileText, fc.constantFrom('method', 'app_key', 'sign', 'timestamp', 'v', 'format')),
    hostileText,
    { maxKeys: 12 },
  )
  .map(formRequest)

/** A real request with bytes of its body changed, cut or repeated; its head stays HTTP. */
const mutatedExample = fc
  .tuple(
    fc.constantFrom(...wireExampleNames),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
    fc.nat(),
  )
  .map(([name, changes, cut]) => {
    const example = readWireExample(name)
    const body = Buffer.from(example.body)
    for (const [at, byte] of changes) if (body.length > 0) body[at % body.length] = byte
    const kept = cut % 3 === 0 ? body.subarray(0, cut % (body.length + 1)) : body
    const head = Buffer.from(example.bytes.slice(0, example.bytes.length - example.body.length)).toString('latin1')
    return request(head.replace(/content-length: \d+/i, `content-length: ${kept.length}`), kept)
  })

/** Every content type with every kind of bytes. */
const strangeBody = fc
  .tuple(
    fc.constantFrom(
      'POST /router/rest',
      'POST /router/batch',
      'GET /router/rest',
      'PUT /router/rest',
      'POST /router/rest?format=json&method=x',
    ),
    fc.oneof(
      fc.constantFrom(
        'multipart/form-data; boundary=x',
        'multipart/form-data',
        'application/json',
        'text/xml',
        'www-form-urlencoded',
        '',
      ),
      fc.string({ maxLength: 30 }).map((text) => text.replace(/[^\x20-\x7e]/g, '')),
    ),
    fc.uint8Array({ maxLength: 4_000 }),
  )
  .map(([line, type, body]) =>
    request(`${line} HTTP/1.1\r\nhost: a\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n`, body),
  )

const batchCall = fc.array(hostileText, { maxLength: 60 }).map((segments) => {
  const body = segments
    .map((text) => (text === '' ? 'N' : `method=${querycoupon}&query_d_t_o=${encodeURIComponent(text.toWellFormed())}`))
    .join('\r\n-S-\r\n')
  const envelope = { app_key: testApp.appKey, timestamp: '2026-11-24 22:29:00', v: '2.0', format: 'json' }
  const query = new URLSearchParams(
    signParameters({ parameters: envelope, secret: testApp.appSecret, method: 'md5', body }),
  )
  const bytes = Buffer.from(body)
  return request(
    `POST /router/batch?${query} HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain;charset=UTF-8\r\ncontent-length: ${bytes.length}\r\n\r\n`,
    bytes,
  )
})

function formRequest(parameters: Readonly<Record<string, string>>): Uint8Array {
  const body = Buffer.from(new URLSearchParams(parameters).toString())
  return request(
    `POST /router/rest HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n`,
    body,
  )
}

function request(head: string, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(head, 'latin1'), body])
}

const anyRequest = fc.oneof(signedCall, signedCall, unsignedCall, mutatedExample, strangeBody, batchCall)

const documentedCodes = new Set<number>(Object.values(errors).map(({ code }) => code))

/** Only what the documentation promises: no fault of ours, whatever came in. */
function expectDocumented(text: string): void {
  expect(text).not.toContain('isp.')
  for (const [, code] of text.matchAll(/^\{"error_response":\{"code":(\d+)/g))
    expect(documentedCodes).toContain(Number(code))
  const isKnown =
    /^\{"(error_response|alibaba_alihealth_nr_crm_coupon_querycoupon_response|result)":/.test(text) ||
    /^<\?xml version="1.0" encoding="utf-8" \?><(error_response|alibaba_alihealth_nr_crm_coupon_querycoupon_response)>/.test(
      text,
    ) ||
    text === ''
  expect(isKnown, text.slice(0, 300)).toBe(true)
}

it(`gives only documented answers to ${seconds} s of random and mutated requests, and does not grow (FUZZ_SEED=${seed})`, async () => {
  const deadline = Date.now() + seconds * 1000
  let sent = 0
  const settledAt = Date.now() + seconds * 300
  let settledMb = 0
  // A slow machine takes longer for as many.
  for (let round = 0; Date.now() < deadline || sent <= 500 || settledMb === 0; round += 1) {
    const requests = fc.sample(anyRequest, { numRuns: 64, seed: seed + round })
    await Promise.all(requests.map(expectAnswer))
    sent += requests.length
    if (settledMb === 0 && Date.now() > settledAt) settledMb = await memoryMb()
  }
  expect(await memoryMb()).toBeLessThan(settledMb + 150)
  expect(server.errorText()).not.toContain('"level":50')
  const healthy = await fetch(`${server.url}/ready`)
  expect(healthy.status).toBe(200)
})

async function expectAnswer(bytes: Uint8Array): Promise<void> {
  const { statusLine, headers, body } = await sendRaw(server.port, bytes)
  const status = Number(statusLine.split(' ')[1])
  if (status === 200) {
    const text = headers.get('content-encoding') === 'gzip' ? '' : body.toString('utf8')
    for (const answer of text.split('\r\n-S-\r\n')) expectDocumented(answer)
    return
  }
  // Not HTTP, or a head over the limit: refused by the parser before any route is known.
  expect([400, 431]).toContain(status)
}

async function memoryMb(): Promise<number> {
  const status = await readFile(`/proc/${server.workers()[0]}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

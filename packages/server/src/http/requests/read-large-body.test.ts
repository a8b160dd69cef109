import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { transportLimits } from '#config/transport-limits'
import { createAppSearch } from '#gateway/app-search'
import { Admission, type BodyBudget } from '#http/connections/admission'
import { Clients, createClientAddresses } from '#http/connections/clients'
import { Connections } from '#http/connections/connections'
import { type ReadBody, readBody } from './read-body.ts'
import { createSpoolFolder, type SpoolFolder } from './spool-folder.ts'

let folder: string
let spools: SpoolFolder
let seen: ReadBody[] = []
let requested: string[] = []
let budget: ReturnType<typeof watched> | undefined

const addresses = createClientAddresses(undefined)
const clients = new Clients()
const connections = new Connections({ addresses, clients, onEnd: () => undefined })
const admission = new Admission({ clients, connections })
const server = createServer((request, response) => {
  const admitted = admission.admit(request, response)
  if (admitted === undefined) throw new Error('no room for a call')
  const own = watched(admitted)
  budget = own
  const head = { queryString: request.url?.split('?')[1] ?? '', contentType: request.headers['content-type'] }
  const reading = readBody(request, { budget: own, searchApp: () => createAppSearch(head, knows), spools })
  void reading.then((body) => {
    seen.push(body)
    response.end('ok')
  })
})

let lookUpMs = 0

async function knows(key: string): Promise<boolean> {
  requested.push(key)
  if (lookUpMs > 0) await delay(lookUpMs)
  return key === 'known'
}

function watched(inner: BodyBudget) {
  const counted = { received: 0, spooled: 0, recalled: 0 }
  return {
    counted,
    received(bytes: number) {
      counted.received += bytes
      return inner.received(bytes)
    },
    spooled(bytes: number) {
      counted.spooled += bytes
      inner.spooled(bytes)
    },
    recalled(bytes: number) {
      counted.recalled += bytes
      return inner.recalled(bytes)
    },
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-large-'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

beforeEach(() => {
  seen = []
  requested = []
  budget = undefined
  spools = createSpoolFolder({ folder, maxBytes: 4_000_000, minFreeBytes: 0 })
})

afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

const form = 'application/x-www-form-urlencoded'
const value = 'x'.repeat(1_000_000)
const multipart = (...parts: readonly string[]) =>
  `${parts.map((part) => `--b\r\nContent-Disposition: form-data; ${part}\r\n`).join('')}--b--\r\n`

test.each([
  ['app_key in the query', '/?app_key=known', form, `coupons=${value}`, 0],
  ['app_key before the business fields', '/', form, `app_key=known&coupons=${value}`, 0],
  ['app_key after the business fields', '/', form, `coupons=${value}&app_key=known`, 786_432],
  ['app_key in the middle', '/', undefined, `coupons=${value.slice(0, 400_000)}&app_key=known&b=${value}`, 262_144],
  [
    'app_key as the last part',
    '/',
    'multipart/form-data; boundary=b',
    multipart(`name="coupons"\r\n\r\n${value}`, 'name="app_key"\r\n\r\nknown'),
    786_432,
  ],
  [
    'app_key as the first part',
    '/',
    'multipart/form-data; boundary=b',
    multipart('name="app_key"\r\n\r\nknown', `name="coupons"\r\n\r\n${value}`),
    0,
  ],
])('gives a large body byte by byte: %s', async (_name, target, contentType, body, leastSpooled) => {
  const socket = send(target, contentType, body)
  await expect.poll(() => seen).toHaveLength(1)
  expect(Buffer.from(seen[0] as Uint8Array).equals(Buffer.from(body))).toBe(true)
  const spooled = budget?.counted.spooled ?? 0
  expect(budget?.counted).toEqual({ received: body.length, spooled, recalled: spooled })
  expect(spooled).toBeGreaterThanOrEqual(leastSpooled)
  if (leastSpooled === 0) expect(spooled).toBe(0)
  expect(await readdir(folder)).toEqual([])
  socket.destroy()
})

test.each<[name: string, target: string, body: string, outcome: string]>([
  ['an app that does not exist', '/', `coupons=${value}&app_key=unknown`, 'unknown-app'],
  ['an app in the query that does not exist', '/?app_key=unknown', `coupons=${value}`, 'unknown-app'],
  ['no app', '/', `coupons=${value}`, 'missing-app'],
  ['more than there may be', '/?app_key=known', 'x'.repeat(transportLimits.maxBodyBytes + 1), 'too-large'],
  ['more than there is room for on disk', '/', `coupons=${'x'.repeat(5_000_000)}&app_key=known`, 'no-room'],
])('parses no large body with %s', async (_name, target, body, outcome) => {
  const socket = send(target, form, body, true)
  await expect.poll(() => seen).toEqual([outcome])
  expect(budget?.counted.recalled).toBe(0)
  socket.destroy()
})

test('frees the disk when the caller goes away, and asks for few apps', async () => {
  const keys = Array.from({ length: 50_000 }, (_, n) => `app_key=${n}`).join('&')
  const first = send('/', form, `${keys}&coupons=${'x'.repeat(2_500_000)}`, true, 9_000_000)
  await expect.poll(() => budget?.counted.spooled ?? 0).toBeGreaterThan(2_500_000)
  first.destroy()
  await expect.poll(() => seen).toEqual(['gone'])
  expect(requested.length).toBeLessThanOrEqual(9)
  const second = send('/', form, `coupons=${'x'.repeat(3_500_000)}&app_key=known`)
  await expect.poll(() => seen).toHaveLength(2)
  expect(seen[1]).toHaveLength(3_500_022)
  second.destroy()
})

test('ends when the caller goes away while its app is looked up', async () => {
  lookUpMs = 150
  const socket = send('/?app_key=unknown', form, `coupons=${'x'.repeat(265_000)}`, true, 9_000_000)
  await expect.poll(() => requested).toEqual(['unknown'])
  socket.destroy()
  await expect.poll(() => seen).toEqual(['gone'])
  lookUpMs = 0
})

/** @param length announced, where it is not that of the body */
function send(
  target: string,
  contentType: string | undefined,
  body: string,
  isChunked = false,
  length?: number,
): Socket {
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  const type = contentType === undefined ? '' : `content-type: ${contentType}\r\n`
  const size =
    isChunked && length === undefined ? 'transfer-encoding: chunked' : `content-length: ${length ?? body.length}`
  socket.write(`POST ${target} HTTP/1.1\r\nhost: a\r\n${type}${size}\r\n\r\n`)
  socket.write(isChunked && length === undefined ? `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n` : body)
  return socket
}

import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { GatewayDependencies } from '#gateway/gateway-dependencies'
import type { OpenedUpload } from './open-upload.ts'
import { runUpload, type UploadSpool } from './run-upload.ts'

const text = Array.from({ length: 2_500 }, (_, n) => `{"coupon_code":"${n}"}\n`).join('')
const noTelemetry = { callAnswered: () => undefined, callFailed: () => undefined, codeGuessRefused: () => undefined }

type Batch = Readonly<{ number: number; lines: readonly unknown[] }>

function opened(stored: Batch[]): OpenedUpload {
  return {
    kind: 'opened',
    requestId: 'r',
    ip: '127.0.0.1',
    appKey: 'k',
    language: undefined,
    sellerId: '111',
    outRequestNo: 'U',
    startedMs: 0,
    writer: {
      async storeBatch(batch: Batch) {
        stored.push(batch)
        return { kind: 'stored', created: batch.lines.length, existing: 0, refused: [] }
      },
    },
    digest: { algorithm: 'sha256', hex: createHash('sha256').update(text).digest('hex') },
    isStillAllowed: async () => true,
  } as OpenedUpload
}

function memorySpool(log: string[], maxBytes = Number.POSITIVE_INFINITY): UploadSpool {
  const pieces: Uint8Array[] = []
  let length = 0
  return {
    async append(bytes) {
      length += bytes.length
      pieces.push(bytes)
      return length <= maxBytes
    },
    async *pieces() {
      yield* pieces
    },
    close: async () => void log.push('closed'),
  }
}

async function* bodyOf(pieceLength: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength)
}

async function run(openSpool: () => Promise<UploadSpool | undefined>, isStopping = () => false, pieceLength = 1_000) {
  const stored: Batch[] = []
  const lines: Record<string, unknown>[] = []
  const upload = { opened: opened(stored), body: bodyOf(pieceLength), openSpool, isStopping }
  for await (const line of runUpload(upload, { telemetry: noTelemetry } as unknown as GatewayDependencies)) {
    lines.push(JSON.parse(line))
  }
  return { stored, last: lines.at(-1) }
}

test('makes the same batches of the same body however it comes', async () => {
  const log: string[] = []
  const first = await run(async () => memorySpool(log))
  const second = await run(async () => memorySpool(log), undefined, 77)
  expect(first.stored.map(({ number, lines }) => [number, lines.length])).toEqual([
    [1, 1_000],
    [2, 1_000],
    [3, 500],
  ])
  expect(second.stored).toEqual(first.stored)
  expect(first.last).toMatchObject({ success: true, created: 2_500 })
  expect(log).toEqual(['closed', 'closed'])
})

test('says clearly that the disk has no room, before and in the middle of a body, and stores nothing', async () => {
  const log: string[] = []
  const noRoom = { success: false, error_code: 'UPLOAD_NO_ROOM', transient: true, lines: 0 }
  expect(await run(async () => undefined)).toMatchObject({ stored: [], last: noRoom })
  expect(await run(async () => memorySpool(log, 5_000))).toMatchObject({ stored: [], last: noRoom })
  expect(log).toEqual(['closed'])
})

test('stores nothing when the server stops while the body arrives', async () => {
  const log: string[] = []
  const { stored, last } = await run(
    async () => memorySpool(log),
    () => true,
  )
  expect(stored).toEqual([])
  expect(last).toMatchObject({ error_code: 'SERVER_STOPPING', transient: true })
  expect(log).toEqual(['closed'])
})

import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uploadBody } from './upload-body.ts'

const server = createServer(async (request, response) => response.end(await outcomeOf(request)))
const limits = { maxBytes: 1_000, idleTimeoutMs: 1_000, totalTimeoutMs: 2_500 }

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function outcomeOf(request: IncomingMessage): Promise<string> {
  let bytes = 0
  try {
    for await (const piece of uploadBody(request, limits)) bytes += piece.length
    return `${bytes} bytes`
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown'
  }
}

const zipped = gzipSync('x'.repeat(900))

test.each<[promise: string, head: string, pieces: readonly (string | Buffer)[], pauseMs: number, outcome: string]>([
  ['reads a body in pieces', 'content-length: 4', ['ab', 'cd'], 50, '4 bytes'],
  ['unpacks gzip', `content-length: ${zipped.length}\r\ncontent-encoding: gzip`, [zipped], 0, '900 bytes'],
  ['gives up on a body that stops', 'content-length: 4', ['ab'], 0, 'tooSlow'],
  ['gives up on a body that drips', 'content-length: 90', Array(15).fill('x'), 200, 'tooSlow'],
  ['stops at the limit', 'content-length: 2000', ['x'.repeat(1_500)], 0, 'tooLarge'],
  [
    'stops at the limit of what gzip unpacks to',
    `content-length: ${gzipSync('x'.repeat(100_000)).length}\r\ncontent-encoding: gzip`,
    [gzipSync('x'.repeat(100_000))],
    0,
    'tooLarge',
  ],
  ['knows gzip that is none', 'content-length: 4\r\ncontent-encoding: gzip', ['abcd'], 0, 'unreadable'],
])('%s', async (_promise, head, pieces, pauseMs, outcome) => {
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  const answered = new Promise<string>((resolve, reject) => {
    socket.on('error', reject).on('data', (data) => resolve(data.toString().split('\r\n\r\n')[1] ?? ''))
  })
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\n${head}\r\n\r\n`)
  for (const piece of pieces) {
    socket.write(piece)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  expect(await answered).toContain(outcome)
  socket.destroy()
})

import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { post, signedParameters } from './harness/signed-call.ts'
import { startTestServer, type TestServer } from './harness/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.close())

it('answers code 10 at the head of a call that would exceed the memory for bodies, and recovers', async () => {
  const callers = Array.from({ length: 40 }, () => announceBody(server.port, 10_000_000))
  await expect.poll(() => callers.filter(({ text }) => text().includes('"code":10')).length).toBeGreaterThan(10)
  expect(callers.filter(({ text }) => text() === '').length).toBe(26)
  for (const { socket } of callers) socket.destroy()
  await delay(200)
  expect(await post(server.url, signedParameters())).toContain('"total_count":0')
})

/** Sends a head and not a byte of the body it announces. */
function announceBody(port: number, length: number): Readonly<{ socket: Socket; text: () => string }> {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  socket.on('error', () => socket.destroy())
  socket.write(`POST /router/rest?format=json HTTP/1.1\r\nhost: a\r\ncontent-length: ${length}\r\n\r\n`)
  return { socket, text: () => text }
}

import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.close())

it('answers others while bodies are announced that do not come: only bytes that arrived take room', async () => {
  const callers = Array.from({ length: 40 }, () => announceBody(server.port, 10_000_000))
  await delay(100)
  expect(await post(server.url, signedParameters())).toContain('"total_count":0')
  expect(callers.map(({ text }) => text()).join('')).toBe('')
  for (const { socket } of callers) socket.destroy()
})

it('answers code 10 to whose body no room is left, and recovers', async () => {
  const callers = Array.from({ length: 30 }, () => announceBody(server.port, 10_000_000))
  for (const { socket } of callers) socket.write(Buffer.alloc(9_900_000, 'x'))
  await expect.poll(() => callers.some(({ text }) => text().includes('"code":10'))).toBe(true)
  for (const { socket } of callers) socket.destroy()
  await expect.poll(() => post(server.url, signedParameters())).toContain('"total_count":0')
})

/** Sends a head that announces a body. */
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

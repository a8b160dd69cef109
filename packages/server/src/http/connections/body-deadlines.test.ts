import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, test } from 'vitest'
import { createBodyDeadlines } from './body-deadlines.ts'

test('answers 408 to a body that does not arrive in time, and leaves the others alone', async () => {
  const deadlines = createBodyDeadlines(200)
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    deadlines.watch(request)
    request.on('end', () => setTimeout(() => response.end('ok'), 400)).resume()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const answers = await Promise.all(['ab', 'abc'].map((body) => answerTo(port, body)))
  deadlines.stop()
  server.closeAllConnections()
  server.close()
  expect(answers).toEqual(['HTTP/1.1 408 Request Timeout', 'HTTP/1.1 200 OK'])
})

/** Sends a body of three bytes, or what there is of it. */
function answerTo(port: number, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', reject)
    socket.on('data', (data) => resolve(data.toString().split('\r\n', 1)[0] ?? ''))
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\n${body}`)
  })
}

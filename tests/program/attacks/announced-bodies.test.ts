import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AttackedServer, startAttackedServer } from '../../harness/attacked-server.ts'
import { openCrowd, startTills } from '../../harness/crowd.ts'
import { soak } from '../../harness/soak.ts'

const count = 200 * soak
const mb = 1024 * 1024
const head = (bytes: number) =>
  `POST /router/rest?format=json HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${bytes}\r\n\r\n`

let server: AttackedServer

beforeAll(async () => {
  server = await startAttackedServer()
})

afterAll(() => server.stop())

it('serves tills while another address announces 10 MB each that do not come, and ends those with 408', async () => {
  const tills = startTills({ port: server.port, count: 50 })
  const crowd = openCrowd({ count, port: server.port, act: (socket) => socket.write(`${head(10_000_000)}method=x`) })
  // Those of tills come on top.
  const bytes = () => server.metric('yaoquan_body_bytes')
  await expect.poll(bytes).toBeGreaterThanOrEqual(8 * count)
  expect(await bytes()).toBeLessThan(mb)
  expect(await server.metric('yaoquan_calls_in_work')).toBeLessThan(60)
  await expect.poll(() => crowd.ended()).toBe(count)
  expect(crowd.texts().every((text) => text.startsWith('HTTP/1.1 408'))).toBe(true)
  expect((await tills.stop()).refused).toEqual([])
})

it('serves tills, and strangers with short bodies, while another address fills all that it may have', async () => {
  const tills = startTills({ port: server.port, count: 50 })
  const piece = Buffer.alloc(250_000, 'x')
  const crowd = openCrowd({
    count: 330,
    port: server.port,
    act(socket) {
      socket.write(head(10_000_000))
      socket.write(piece)
    },
  })
  const refusedForRoom = () => crowd.texts().filter((text) => text.includes('"code":10')).length
  await expect.poll(refusedForRoom).toBeGreaterThan(30)
  expect(await server.metric('yaoquan_body_bytes')).toBeLessThan(66 * mb)
  const body = 'method=x&app_key=1'
  const act = (socket: NodeJS.WritableStream) => socket.write(`${head(body.length)}${body}`)
  const strangers = openCrowd({ count: 20, port: server.port, localAddress: '127.0.0.3', act })
  await expect.poll(() => strangers.texts().filter((text) => text.includes('"code":29')).length).toBe(20)
  crowd.leave()
  strangers.leave()
  expect((await tills.stop()).refused).toEqual([])
})

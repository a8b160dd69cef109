import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AttackedServer, startAttackedServer } from '../../harness/attacked-server.ts'
import { openCrowd, startTills } from '../../harness/crowd.ts'
import { soak } from '../../harness/soak.ts'

const tillCount = 500
const silentCount = 300 * soak

let server: AttackedServer

beforeAll(async () => {
  server = await startAttackedServer()
})

afterAll(() => server.stop())

it('serves 500 tills behind one address while another opens sockets that say nothing or never end a head', async () => {
  const tills = startTills({ port: server.port, count: tillCount })
  const { port } = server
  const silent = openCrowd({ count: silentCount, port })
  const slow = openCrowd({ count: silentCount, port, act: (socket) => drip(socket) })
  await expect.poll(() => silent.ended() + slow.ended()).toBe(2 * silentCount)
  expect(await server.metric('yaoquan_unproven_connections')).toBe(0)
  await expect.poll(tills.answered).toBeGreaterThan(2 * tillCount)
  expect((await tills.stop()).refused).toEqual([])
  const ends = async (reason: string) => server.metric(`yaoquan_connections_ended_total{reason="${reason}"}`)
  expect(await ends('silent')).toBeGreaterThan(0)
  expect(await ends('slow-head')).toBeGreaterThan(0)
  // Lines are written up to a second late.
  await expect.poll(() => server.log().match(/connections ended by the server/g)?.length).toBe(1)
})

it('keeps 1,000 connections of an address at most, the newest, and serves tills meanwhile', async () => {
  const tills = startTills({ port: server.port, count: 50 })
  const crowd = openCrowd({ count: 1_200, port: server.port })
  await expect.poll(() => crowd.ended(), { interval: 20 }).toBeGreaterThanOrEqual(200)
  expect(await server.metric('yaoquan_unproven_connections')).toBeLessThanOrEqual(1_000)
  // On a busy machine some of the first are ended as silent before the last connect.
  const full = await server.metric('yaoquan_connections_ended_total{reason="address-full"}')
  expect(full).toBeGreaterThan(0)
  expect(full).toBeLessThanOrEqual(200)
  crowd.leave()
  expect((await tills.stop()).refused).toEqual([])
})

it('answers a caller of an address that nobody knows while silent sockets are opened again and again', async () => {
  const crowd = openCrowd({ count: silentCount, port: server.port })
  await delay(200)
  const strangers = openCrowd({
    count: 50,
    port: server.port,
    localAddress: '127.0.0.3',
    act: (socket) => socket.write('GET /router/rest?format=json HTTP/1.1\r\nhost: a\r\n\r\n'),
  })
  const answered = () => strangers.texts().filter((text) => text.includes('"code":21')).length
  await expect.poll(answered).toBe(50)
  crowd.leave()
  strangers.leave()
})

/** One byte of a head now and then. */
function drip(socket: NodeJS.WritableStream & { destroyed: boolean }): void {
  socket.write('POST /router/rest HTTP/1.1\r\nhost: a\r\nx-slow: ')
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer)
    else socket.write('x')
  }, 500)
}

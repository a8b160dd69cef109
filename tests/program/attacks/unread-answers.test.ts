import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AttackedServer, startAttackedServer } from '../../harness/attacked-server.ts'
import { type Crowd, openCrowd, startTills } from '../../harness/crowd.ts'
import { importLongCoupons, longBatch } from '../../harness/long-batch.ts'
import { soak } from '../../harness/soak.ts'

const mb = 1024 * 1024
/** Of all answers that are not read. */
const limitBytes = 64 * mb
/** A batch is answered with some 20 MB: 50 pages of 200 coupons. */
const batches = 16 * soak

let server: AttackedServer
let batch: string

beforeAll(async () => {
  server = await startAttackedServer(importLongCoupons)
  batch = longBatch()
})

afterAll(() => server.stop())

const unreadBytes = () => server.metric('yaoquan_unread_answer_bytes')
const endedFor = (reason: string) => server.metric(`yaoquan_connections_ended_total{reason="${reason}"}`)
const openAttacker = (act: string): Crowd =>
  openCrowd({ count: 1, port: server.port, isReading: false, act: (socket) => socket.write(act) })

it('holds no more of answers that nobody reads than its limit, and serves tills meanwhile', async () => {
  const tills = startTills({ port: server.port, count: 50 })
  const attackers: Crowd[] = []
  for (let n = 0; n < batches; n += 1) {
    const before = (await unreadBytes()) + (await endedFor('unread-full'))
    attackers.push(openAttacker(batch))
    await expect.poll(async () => (await unreadBytes()) + (await endedFor('unread-full'))).not.toBe(before)
    expect(await unreadBytes()).toBeLessThanOrEqual(limitBytes)
  }
  expect(await unreadBytes()).toBeGreaterThan(limitBytes * 0.7)
  expect(await endedFor('unread-full')).toBeGreaterThan(0)
  for (const attacker of attackers) attacker.leave()
  await expect.poll(unreadBytes).toBe(0)
  expect((await tills.stop()).refused).toEqual([])
})

it('holds one answer for a connection, however many calls are sent ahead on it, and gives all to who reads', async () => {
  const ahead = 6
  const attacker = openAttacker(batch.repeat(ahead))
  await expect.poll(unreadBytes).toBeGreaterThan(0)
  const one = await unreadBytes()
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(await unreadBytes()).toBe(one)
  expect(await server.metric('yaoquan_calls_in_work')).toBe(1)
  let text = ''
  attacker.sockets[0]?.setEncoding('latin1').on('data', (piece: string) => {
    text += piece
  })
  await expect.poll(() => text.match(/HTTP\/1\.1 200/g)?.length).toBe(ahead)
  attacker.leave()
  await expect.poll(unreadBytes).toBe(0)
})

it('closes a connection on which more calls wait than may, and counts none of them for ever', async () => {
  const before = await server.metric('yaoquan_calls_in_work')
  const ping = 'GET /router/rest?format=json HTTP/1.1\r\nhost: a\r\n\r\n'
  const attacker = openAttacker(ping.repeat(200))
  await expect.poll(() => endedFor('pipelined')).toBe(1)
  attacker.leave()
  await expect.poll(() => server.metric('yaoquan_calls_in_work')).toBe(before)
})

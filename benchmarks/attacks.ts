import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { startAttackedServer } from '../tests/harness/attacked-server.ts'
import { guessCodes } from '../tests/harness/attacks/guess-codes.ts'
import { sendBrokenPercentText, sendTinyChunks } from '../tests/harness/attacks/hostile-bodies.ts'
import { type Crowd, openCrowd } from '../tests/harness/crowd.ts'
import { importLongCoupons, longBatch } from '../tests/harness/long-batch.ts'
import { testApp } from '../tests/harness/test-server.ts'
import type { TillOrder, TillTimes } from './harness/till-thread.ts'

/** A running attack; `leave` ends it. */
type Attack = Pick<Crowd, 'leave'>

type AttackOptions = Readonly<{ sockets: number; seconds: number }>

const head = (bytes: number) =>
  `POST /router/rest HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${bytes}\r\n\r\n`

const attacks: Readonly<Record<string, (port: number, count: number) => readonly Attack[]>> = {
  none: () => [],
  'silent sockets': (port, count) => [openCrowd({ count, port })],
  'slow heads': (port, count) => [
    openCrowd({ count, port, act: drip('POST /router/rest HTTP/1.1\r\nhost: a\r\nx: ') }),
  ],
  'announced bodies': (port, count) => [openCrowd({ count, port, act: (socket) => socket.write(head(10_000_000)) })],
  'stalled bodies of 200 kB': (port, count) => {
    const piece = Buffer.alloc(200_000, 'x')
    const act = (socket: Socket) => void (socket.write(head(10_000_000)) && socket.write(piece))
    return [openCrowd({ count: Math.min(count, 300), port, act })]
  },
  'pipelined calls': (port, count) => {
    const pings = 'GET /router/rest?format=json HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(16)
    return [openCrowd({ count: Math.min(count, 300), port, act: (socket) => socket.write(pings) })]
  },
  'unread answers': (port) => {
    const batch = longBatch()
    return [openCrowd({ count: 16, port, isReading: false, act: (socket) => socket.write(batch) })]
  },
  'chunks of one byte': (port) => [openCrowd({ count: 4, port, act: sendTinyChunks })],
  'broken percent text': (port) => [untilLeft((stop) => sendBrokenPercentText(urlOf(port), stop))],
  'code guessing': (port) => {
    const guesser = { url: urlOf(port), app: testApp, timestamp: `${Date.now()}` }
    return [untilLeft((stop) => guessCodes(guesser, stop, Number.POSITIVE_INFINITY))]
  },
}

const urlOf = (port: number) => `http://127.0.0.1:${port}`

/** Runs a program until it is told to leave. */
function untilLeft(program: (stop: AbortSignal) => Promise<unknown>): Attack {
  const stop = new AbortController()
  const running = program(stop.signal)
  running.catch((error: unknown) => console.error('an attack ended:', error))
  return { leave: () => stop.abort() }
}

/**
 * Measures the latency of a till's phone queries during each attack from another address. The till sends 50 queries a
 * second over one kept-alive connection.
 * @param options.sockets of the attacks by socket
 * @param options.seconds per attack
 */
export async function benchmarkAttacks({ sockets, seconds }: AttackOptions): Promise<string> {
  const server = await startAttackedServer(importLongCoupons)
  await timesDuring(() => [], { port: server.port, seconds })
  const rows: string[] = []
  for (const [name, attack] of Object.entries(attacks)) {
    const { timesMs, refused } = await timesDuring(() => attack(server.port, sockets), { port: server.port, seconds })
    const at = (share: number) => (timesMs[Math.ceil(share * timesMs.length) - 1] ?? 0).toFixed(1)
    rows.push(`| ${name} | ${timesMs.length} | ${refused} | ${at(0.5)} | ${at(0.99)} | ${at(1)} |`)
    await delay(1_000)
  }
  await server.stop()
  const head = `${sockets} sockets, ${seconds} s each\n\n| attack | queries | refused | p50 ms | p99 ms | max ms |`
  return [head, '|---|---|---|---|---|---|', ...rows].join('\n')
}

/** Runs the till in a thread of its own, so that the attacker's sockets do not delay it. */
async function timesDuring(attack: () => readonly Attack[], order: TillOrder): Promise<TillTimes> {
  const till = new Worker(new URL('./harness/till-thread.ts', import.meta.url), { workerData: order })
  await once(till, 'online')
  const crowds = attack()
  const [times]: TillTimes[] = await once(till, 'message')
  for (const crowd of crowds) crowd.leave()
  if (times === undefined) throw new Error('the till sent no times')
  return times
}

/** Writes a text, then one byte every 500 ms. */
function drip(text: string): (socket: Socket) => void {
  return (socket) => {
    socket.write(text)
    const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write('x')), 500)
  }
}

if (import.meta.main) console.log(await benchmarkAttacks({ sockets: 1_000, seconds: 5 }))

import { Agent } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { queryAsTill, tillBody } from '../../tests/harness/crowd.ts'

/** What the thread is given. */
export type TillAsked = Readonly<{ port: number; seconds: number }>

/** What it posts when it is done: how long its queries took, the shortest first. */
export type TillTimes = Readonly<{ timesMs: readonly number[]; refused: number }>

const { port, seconds }: TillAsked = workerData
const agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress: '127.0.0.1' })
const body = tillBody()
const timesMs: number[] = []
let refused = 0
const endMs = performance.now() + seconds * 1_000
while (performance.now() < endMs) {
  const startedMs = performance.now()
  const text = await queryAsTill({ port, agent, body })
  timesMs.push(performance.now() - startedMs)
  if (!text.includes('"total_count":0')) refused += 1
  await delay(20)
}
agent.destroy()
const times: TillTimes = { timesMs: timesMs.toSorted((a, b) => a - b), refused }
parentPort?.postMessage(times)

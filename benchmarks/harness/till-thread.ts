import { Agent } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { queryAsTill, tillBody } from '../../tests/harness/crowd.ts'

/** The input of the thread. */
export type TillOrder = Readonly<{ port: number; seconds: number }>

/** The message that the thread posts at its end: the times of its queries, shortest first. */
export type TillTimes = Readonly<{ timesMs: readonly number[]; refused: number }>

const { port, seconds }: TillOrder = workerData
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

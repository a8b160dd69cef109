import { Agent } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { postBody } from './post-body.ts'

/** The input of the thread: bodies that it sends in turn. */
export type OpenLoopOrder = Readonly<{ url: string; bodies: readonly string[]; perSecond: number; seconds: number }>

/** The message that the thread posts at its end: milliseconds from when a call was due to the end of its answer, sorted. */
export type OpenLoopTimes = Readonly<{ timesMs: readonly number[]; failures: number }>

const { url, bodies, perSecond, seconds }: OpenLoopOrder = workerData
const agent = new Agent({ keepAlive: true })
const startMs = performance.now()
const calls: Promise<number | undefined>[] = []
for (let place = 0; place < perSecond * seconds; place += 1) {
  const dueMs = startMs + (place * 1000) / perSecond
  const waitMs = dueMs - performance.now()
  if (waitMs > 0) await delay(waitMs)
  calls.push(timeCall(bodies[place % bodies.length] ?? '', dueMs))
}
const times = await Promise.all(calls)
agent.destroy()
const timesMs = times.filter((time) => time !== undefined).sort((left, right) => left - right)
parentPort?.postMessage({ timesMs, failures: times.length - timesMs.length } satisfies OpenLoopTimes)

/** @returns undefined for an answer without a result */
async function timeCall(body: string, dueMs: number): Promise<number | undefined> {
  const text = await postBody(url, agent, body)
  return text.includes('"success":true') ? performance.now() - dueMs : undefined
}

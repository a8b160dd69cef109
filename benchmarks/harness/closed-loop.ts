import { Agent } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { postBody } from './post-body.ts'

/** The input of the thread: bodies, each sent once, by callers that send the next one when the last is answered. */
export type ClosedLoopOrder = Readonly<{ url: string; bodies: readonly string[]; callers: number; seconds: number }>

/** The message that the thread posts at its end: milliseconds of each call, sorted, and the first answers without a result. */
export type ClosedLoopTimes = Readonly<{ timesMs: readonly number[]; tookMs: number; failures: readonly string[] }>

const { url, bodies, callers, seconds }: ClosedLoopOrder = workerData
const agent = new Agent({ keepAlive: true, maxSockets: callers })
const left = bodies.values()
const timesMs: number[] = []
const failures: string[] = []
const startMs = performance.now()
const endMs = startMs + seconds * 1000
await Promise.all(Array.from({ length: callers }, callUntilTheEnd))
const tookMs = performance.now() - startMs
agent.destroy()
timesMs.sort((one, other) => one - other)
parentPort?.postMessage({ timesMs, tookMs, failures: failures.slice(0, 3) } satisfies ClosedLoopTimes)

async function callUntilTheEnd(): Promise<void> {
  while (performance.now() < endMs) {
    const { value: body, done } = left.next()
    if (done) throw new Error('the prepared calls are used up: prepare more')
    const beginMs = performance.now()
    const text = await postBody(url, agent, body)
    if (text.includes('"success":true')) timesMs.push(performance.now() - beginMs)
    else failures.push(text.slice(0, 200))
  }
}

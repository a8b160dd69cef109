import { Agent } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { postBody } from './post-body.ts'

/** The input of the thread: one body that each of the callers sends again as soon as it is answered. */
export type EvaluationOrder = Readonly<{ url: string; body: string; callers: number; seconds: number }>

/** The message that the thread posts at its end. */
export type EvaluationReport = Readonly<{ calls: number; refused: number; failures: readonly string[] }>

const { url, body, callers, seconds }: EvaluationOrder = workerData
const agent = new Agent({ keepAlive: true })
const endMs = performance.now() + seconds * 1000
const report = { calls: 0, refused: 0, failures: [] as string[] }
parentPort?.postMessage('started')
await Promise.all(Array.from({ length: callers }, evaluateUntilTheEnd))
agent.destroy()
parentPort?.postMessage(report satisfies EvaluationReport)

async function evaluateUntilTheEnd(): Promise<void> {
  while (performance.now() < endMs) {
    const text = await postBody(url, agent, body)
    if (text.includes('"quote_id"')) report.calls += 1
    else if (text.includes('"code":7')) report.refused += 1
    else report.failures.push(text.slice(0, 200))
  }
}

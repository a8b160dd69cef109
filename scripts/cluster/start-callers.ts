import { setTimeout as delay } from 'node:timers/promises'
import { ConnectionError, ServiceError, TimeoutError, type TopClient, UnreadableAnswerError } from '@yaoquan/client'
import { type Acknowledged, type Attempt, attempt, type Write } from '../../tests/harness/lifecycle-load.ts'
import { waitUntil } from '../mariadb/wait-until.ts'
import { longestGap } from './longest-gap.ts'

/** Callers that write continuously. */
export type Callers = Readonly<{
  /** The times of the acknowledgements so far (`performance.now()`). */
  acknowledgedAtMs: readonly number[]
  /** Stops after each caller has finished its write. */
  stop(): Promise<CallersReport>
}>

export type CallersReport = Readonly<{
  acknowledged: readonly Acknowledged[]
  /** Attempts without an answer, or with a retriable error (codes 10 and 15 with `isp.*`). */
  repeated: number
  /** Writes that failed: with an error that is not retriable, or without an answer within two minutes. */
  mishaps: readonly string[]
  /** The longest time without an acknowledgement. */
  longestGapMs: number
  /** The longest time that a caller waited for a write, including retries. */
  longestWaitMs: number
}>

const giveUpAfterMs = 120_000

type Plan = Readonly<{ clients: readonly TopClient[]; callers: number; nextWrite: () => Write }>

/**
 * Starts callers that write until they are stopped. A write without an answer is retried with the same request number
 * on the next server; every third write is sent to two servers at the same time.
 */
export function startCallers({ clients, callers, nextWrite }: Plan): Callers {
  const startedMs = performance.now()
  const acknowledgedAtMs: number[] = []
  const record = { acknowledged: [] as Acknowledged[], mishaps: [] as string[], repeated: 0, longestWaitMs: 0 }
  let isStopping = false
  const call = async (caller: number) => {
    for (let count = caller; !isStopping; count += 1) {
      const write = nextWrite()
      const beganMs = performance.now()
      const ends = await Promise.all(
        Array.from({ length: count % 3 === 0 ? 2 : 1 }, (_, copy) => untilAnswered(write, clients, caller + copy)),
      )
      record.longestWaitMs = Math.max(record.longestWaitMs, performance.now() - beganMs)
      for (const end of ends) {
        record.repeated += end.repeated
        if (end.kind === 'mishap') record.mishaps.push(`${write.outRequestNo}: ${end.reason}`)
      }
      const answered = ends.find((end) => end.kind === 'answered')
      if (answered === undefined) continue
      acknowledgedAtMs.push(performance.now())
      record.acknowledged.push({ write, answer: answered.answer })
      write.keep(answered.answer)
    }
  }
  const calling = Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)))
  return {
    acknowledgedAtMs,
    async stop() {
      isStopping = true
      await calling
      return { ...record, longestGapMs: longestGap([startedMs, ...acknowledgedAtMs]) }
    },
  }
}

/** Runs `disturb` while callers write, and stops the callers in any case. */
export async function runUnderLoad(plan: Plan, disturb: (callers: Callers) => Promise<void>): Promise<CallersReport> {
  const callers = startCallers(plan)
  try {
    await disturb(callers)
  } catch (error) {
    await callers.stop()
    throw error
  }
  return callers.stop()
}

/** Waits for at least `forMs` and until `writes` more writes were acknowledged, since machines differ in speed. */
export async function letCallersWrite(
  { acknowledgedAtMs }: Callers,
  { writes, forMs }: Readonly<{ writes: number; forMs: number }>,
): Promise<void> {
  const enough = acknowledgedAtMs.length + writes
  await delay(forMs)
  await waitUntil(async () => acknowledgedAtMs.length >= enough, { what: `${writes} writes` })
}

/** The figures of a report on one line. */
export function describeReport({ acknowledged, repeated, longestGapMs, longestWaitMs }: CallersReport): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  const gaps = `longest gap ${seconds(longestGapMs)}, longest wait of one caller ${seconds(longestWaitMs)}`
  return `${acknowledged.length} writes acknowledged, ${repeated} retries, ${gaps}`
}

type End = Readonly<{ repeated: number }> &
  (Exclude<Attempt, { kind: 'unknown' }> | Readonly<{ kind: 'mishap'; reason: string }>)

async function untilAnswered(write: Write, clients: readonly TopClient[], first: number): Promise<End> {
  const deadlineMs = performance.now() + giveUpAfterMs
  for (let repeated = 0; ; repeated += 1) {
    const client = clients[(first + repeated) % clients.length]
    if (client === undefined) throw new Error('there is no server to call')
    const outcome = await attempt(client, write)
    if (outcome.kind !== 'unknown') return { ...outcome, repeated }
    if (!isRetriable(outcome.error)) return { kind: 'mishap', reason: String(outcome.error), repeated }
    if (performance.now() > deadlineMs) return { kind: 'mishap', reason: 'no answer within two minutes', repeated }
    await delay(20 + Math.random() * Math.min(200, 20 * 2 ** repeated))
  }
}

function isRetriable(error: unknown): boolean {
  return [ServiceError, ConnectionError, TimeoutError, UnreadableAnswerError].some((kind) => error instanceof kind)
}

import type { MessagePort } from 'node:worker_threads'
import { WriteTurn, writers } from '#database/sqlite/write-turn'
import type { FaultReport } from '#errors/relayed-fault'
import type { RefusalSink } from '#methods/keep-refusals'
import { openStore } from '#store/open-store'
import { isPassingFault, storeFaultKind } from '#store/store-fault-kind'
import { Calculations } from '#turns/calculations'
import { LongWorks } from '#turns/long-works'
import { buildMethods } from './build-methods.ts'
import type { BulkThreadStart, FromBulkThread, ToBulkThread } from './bulk-messages.ts'
import { performBulkCalls } from './perform-bulk-calls.ts'

/** As in the other thread: a new master key, and erasures by others, are known within these times. */
const keysEveryMs = 1_000
const erasuresEveryMs = 15_000

/** The thread of large writes: opens the store, and answers calls until it is told to close. */
export async function serveBulkCalls(
  { dataDir, masterKey, turnMemory }: BulkThreadStart,
  port: MessagePort,
): Promise<void> {
  const send = (message: FromBulkThread<FaultReport>, transfer: readonly ArrayBuffer[] = []) =>
    port.postMessage(message, transfer)
  const longWorks = new LongWorks()
  const turn = new WriteTurn(writers.bulk, turnMemory)
  const store = await openStore({ dataDir, masterKey, mustExist: true, longWorks, turn, copiesLog: true })
  const refusals: RefusalSink = { note: async (refused) => send({ kind: 'refused-call', refused }) }
  const methods = buildMethods(store, { refusals, calculations: new Calculations(longWorks) })
  const perform = performBulkCalls(methods, {
    rememberSign: store.lifecycleStore.rememberSign,
    mayPass: isPassingFault,
    telemetry: {
      callFailed: ({ error, ...call }) => send({ kind: 'failed-call', ...call, fault: reportOf(error) }),
    },
  })
  const repeating = (work: string, everyMs: number, run: () => Promise<void>) =>
    setInterval(() => {
      run().catch((error: unknown) => send({ kind: 'failed-work', work, fault: reportOf(error) }))
    }, everyMs)
  const works = [
    repeating('look for new keys', keysEveryMs, () => store.keyRotator.look()),
    repeating('finish erasures', erasuresEveryMs, () => store.erasures.finish(store.clock.now())),
  ]
  const inWork = new Set<Promise<void>>()
  port.on('message', (message: ToBulkThread) => {
    if (message.kind === 'close') return void close()
    const work = perform(message).then((outcome) =>
      send({ kind: 'done', id: message.id, outcome }, outcome.kind === 'answered' ? [outcome.bytes.buffer] : []),
    )
    inWork.add(work)
    void work.finally(() => inWork.delete(work))
  })
  send({ kind: 'ready' })

  async function close(): Promise<void> {
    await Promise.all(inWork)
    for (const work of works) clearInterval(work)
    await store.close()
    port.close()
  }
}

function reportOf(error: unknown): FaultReport {
  const { name, message, stack } = error instanceof Error ? error : new Error('a value that is no Error was thrown')
  return { name, message, stack, storeFault: storeFaultKind(error) }
}

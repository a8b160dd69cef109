import type { MessagePort } from 'node:worker_threads'
import { repeatWork } from '#background/repetition/repeat-work'
import { WriteTurn, writers } from '#database/sqlite/write-turn'
import type { FaultReport } from '#errors/operator-error'
import type { RefusalSink } from '#methods/keep-refusals'
import { isPassingFault, storeFaultKind } from '#store/store-fault-kind'
import { openStores } from '#stores/open-stores'
import type { Telemetry } from '#telemetry/telemetry'
import { Calculations } from '#turns/calculations'
import { LongWorks } from '#turns/long-works'
import { buildMethods } from './build-methods.ts'
import type { BulkCall, FromBulkThread, OpenBulkThread, ToBulkThread } from './bulk-messages.ts'
import { performBulkCalls } from './perform-bulk-calls.ts'

/** A new master key, and erasures by others, are known within these times, as in the other thread. */
const keysEveryMs = 1_000
const erasuresEveryMs = 15_000

type Send = (message: FromBulkThread<FaultReport>, transfer?: readonly ArrayBuffer[]) => void

type Service = Readonly<{ perform(call: BulkCall): Promise<void>; close(): Promise<void> }>

/** The thread of large writes: opens the store, and answers calls until it is told to close. */
export function serveBulkCalls(port: MessagePort): void {
  const send: Send = (message, transfer = []) => port.postMessage(message, transfer)
  const service = Promise.withResolvers<Service>()
  // What is rejected ends the thread, and the other one tells why.
  port.on('message', async (message: ToBulkThread) => {
    switch (message.kind) {
      case 'open':
        service.resolve(await openService(message, send))
        return send({ kind: 'ready' })
      case 'call':
        return (await service.promise).perform(message)
      case 'close':
        await (await service.promise).close()
        return port.close()
    }
  })
}

async function openService({ dataDir, masterKey, turnMemory }: OpenBulkThread, send: Send): Promise<Service> {
  const longWorks = new LongWorks()
  const turn = new WriteTurn(writers.bulk, turnMemory)
  const store = await openStores({ dataDir, masterKey, mustExist: true, longWorks, turn, copiesLog: true })
  const refusals: RefusalSink = { note: async (refused) => send({ kind: 'refused-call', refused }) }
  const telemetry: Pick<Telemetry, 'callFailed' | 'backgroundFailed'> = {
    callFailed: ({ error, ...call }) => send({ kind: 'failed-call', ...call, fault: reportOf(error) }),
    backgroundFailed: ({ error, ...work }) => send({ kind: 'failed-work', ...work, fault: reportOf(error) }),
  }
  const methods = buildMethods(store, { refusals, calculations: new Calculations(longWorks) })
  const { rememberSign } = store.lifecycleStore
  const perform = performBulkCalls(methods, { rememberSign, mayPass: isPassingFault, telemetry })
  const works = [
    repeatWork({ name: 'look for new keys', everyMs: keysEveryMs, work: () => store.keyRotator.look(), telemetry }),
    repeatWork({
      name: 'finish erasures',
      everyMs: erasuresEveryMs,
      work: () => store.erasures.finish(store.clock.now()),
      telemetry,
    }),
  ]
  const inWork = new Set<Promise<void>>()
  return {
    async perform(call) {
      const work = perform(call).then((outcome) =>
        send({ kind: 'done', id: call.id, outcome }, outcome.kind === 'answered' ? [outcome.bytes.buffer] : []),
      )
      inWork.add(work)
      await work
      inWork.delete(work)
    },
    async close() {
      await Promise.all([...inWork, ...works.map((work) => work.stop())])
      await store.close()
    },
  }
}

function reportOf(error: unknown): FaultReport {
  const { name, message, stack } = error instanceof Error ? error : new Error('a value that is no Error was thrown')
  return { name, message, stack, storeFault: storeFaultKind(error) }
}

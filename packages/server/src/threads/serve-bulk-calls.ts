import type { MessagePort } from 'node:worker_threads'
import { repeatWork } from '#background/repetition/repeat-work'
import { WriteTurn, writers } from '#database/sqlite/write-turn'
import type { FaultReport } from '#errors/operator-error'
import { performCached } from '#gateway/answer-cache'
import type { Methods } from '#gateway/checks/call-checks'
import type { Outcome } from '#gateway/gateway-dependencies'
import { type PerformDependencies, perform } from '#gateway/perform-call'
import type { RefusalSink } from '#methods/keep-refusals'
import { isPassingFault, storeFaultKind } from '#store/store-fault-kind'
import { openStores } from '#stores/open-stores'
import type { Telemetry } from '#telemetry/telemetry'
import { Calculations } from '#turns/calculations'
import { LongWorks } from '#turns/task-queues'
import { buildMethods } from './build-methods.ts'
import type { BulkCall, FromBulkThread, OpenBulkThread, SentAnswer, ToBulkThread } from './bulk-writer.ts'

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

type Refused = Extract<Outcome, { kind: 'refused' }>

/** Performs calls in the thread of large writes. @returns a function that answers one call; the bytes of an answer are its own */
function performBulkCalls(
  methods: Methods,
  dependencies: PerformDependencies,
): (call: BulkCall) => Promise<SentAnswer | Refused> {
  return async ({ method: name, parameters, context, form }) => {
    const method = methods.get(name)
    if (method === undefined) throw new Error(`the thread has no method ${name}`)
    const outcome = await perform(
      // Orders are the only compatible method that writes here, and they keep what they do not know.
      { method, parameters, context, form, unknownMembers: 'ignored' },
      async (decoded) => ({
        kind: 'answered',
        sellerId: context.sellerId,
        answer: await performCached(decoded, undefined),
      }),
      dependencies,
    )
    if (outcome.kind === 'refused') return outcome
    if (outcome.kind === 'lost') throw new Error('only a sandbox drops answers')
    const { encoded, ...told } = outcome.answer
    // A view of a slab, which would cross whole.
    return { kind: 'answered', bytes: Uint8Array.from(encoded.bytes), encoding: encoded.encoding, ...told }
  }
}

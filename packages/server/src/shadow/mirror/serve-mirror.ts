import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import { repeatWork } from '#background/repetition/repeat-work'
import { type DurableQueue, openDurableQueue } from '#database/sqlite/durable-queue'
import { type FaultReport, OperatorError } from '#errors/operator-error'
import type { CallerDirectory } from '#gateway/call/callers'
import { readCall } from '#gateway/checks/call-checks'
import { readSuccess, readWriteMembers } from '#shadow/answers/answer-meaning'
import { type CopiedExchange, readAnswerText } from '#shadow/answers/exchange'
import { connectUpstream } from '#shadow/upstream/connect-upstream'
import { readFingerprint, readUpstreamUrl } from '#shadow/upstream/upstream-url'
import type { CallSealer } from '#store/keys/sealers'
import type { Store } from '#store/open-store'
import { storeFaultKind } from '#store/store-fault-kind'
import { openStores } from '#stores/open-stores'
import { createDeliverer } from './deliver-writes.ts'
import type { FromMirrorThread, MirrorCounts, Mirroring, ToMirrorThread } from './mirror-messages.ts'
import { addRefusedWrite, readRefusedWrites } from './refused-writes.ts'
import { sendWrite } from './send-write.ts'
import { mirroredWrites, type WaitingWrite, waitingWrite } from './waiting-write.ts'

type Send = (message: FromMirrorThread) => void
type Service = Readonly<{
  /** Resolves when the write is durable, or when it is none that the CRM of today is to get. */
  put(exchange: CopiedExchange): Promise<void>
  close(): Promise<void>
}>

const everyMs = 1_000
const countsEveryMs = 100
const attemptMs = 30_000

/** The mirror thread: keeps writes in a queue until the CRM of today has answered them. */
export function serveMirror(port: MessagePort): void {
  const send: Send = (message) => port.postMessage(message)
  const service = Promise.withResolvers<Service>()
  port.on('message', async (message: ToMirrorThread) => {
    switch (message.kind) {
      case 'open':
        return service.resolve(await open(message, send))
      case 'put': {
        const { id, exchange } = message
        const isDurable = await (await service.promise).put(exchange).then(
          () => true,
          (error: unknown) => {
            send({ kind: 'fault', work: 'queue write', fault: reportOf(error) })
            return false
          },
        )
        return send({ kind: 'put', id, isDurable })
      }
      case 'close':
        await (await service.promise).close()
        return port.close()
    }
  })
}

async function open(mirroring: Mirroring, send: Send): Promise<Service> {
  const { dataDir, storeUrl, masterKey, port, upstreamUrl, upstreamFingerprint } = mirroring
  const onFault = (work: string) => (error: unknown) => send({ kind: 'fault', work, fault: reportOf(error) })
  const store = await openStores({ dataDir, storeUrl, masterKey, mustExist: true }).catch((error: unknown) => {
    if (error instanceof OperatorError) send({ kind: 'problem', problem: error.message })
    throw error
  })
  mkdirSync(join(dataDir, 'shadow'), { recursive: true, mode: 0o700 })
  const queue = openQueue(join(dataDir, 'shadow', `${port}.queue.db`), send)
  const fingerprint = upstreamFingerprint && readFingerprint(upstreamFingerprint)
  const upstream = connectUpstream(readUpstreamUrl(upstreamUrl), fingerprint, attemptMs)
  const run = { dataDir, port }
  let delivered = 0
  let refused = readRefusedWrites(run).reduce((sum, { count }) => sum + count, 0)
  const deliverer = createDeliverer({
    queue,
    sealer: store.callSealer,
    callers: store.accessReader,
    send: (write) => sendWrite(write, { upstream, timeoutMs: attemptMs }),
    clock: () => store.clock.now(),
    onDelivered: (write, differences) => {
      delivered += 1
      if (differences.length === 0) return
      send({ kind: 'differed', call: write, differences })
    },
    onRefused: (write) => {
      refused += 1
      addRefusedWrite(run, { ...write, lastAtMs: store.clock.now() })
    },
    onFault: onFault('deliver writes'),
  })
  const telemetry = {
    backgroundFailed: ({ work, error }: Readonly<{ work: string; error: unknown }>) => onFault(work)(error),
  }
  const tell = async () => {
    const { items: waiting, oldestAtMs } = queue.waiting()
    const counts: MirrorCounts = { waiting, oldestAtMs, delivered, refused }
    send({ kind: 'counts', counts })
  }
  const works = [
    repeatWork({ name: 'look for new keys', everyMs, work: () => store.keyRotator.look(), telemetry }),
    // Also takes up what waited when the process ended, and a lane that a fault ended.
    repeatWork({ name: 'deliver writes', everyMs, work: async () => deliverer.wake(), telemetry }),
    repeatWork({ name: 'count writes', everyMs: countsEveryMs, work: tell, telemetry }),
  ]
  const add = inOrder(queue, () => deliverer.wake())
  send({ kind: 'ready' })
  return {
    put: (exchange) =>
      add(() => itemOf(exchange, { sealer: store.callSealer, callers: store.accessReader, clock: store.clock })),
    async close() {
      await Promise.all(works.map((work) => work.stop()))
      await deliverer.close()
      await tell()
      upstream.close()
      queue.close()
      await store.close()
    },
  }
}

/** A process that still ends, or one on another address with the same port, may have the queue. The thread is started until it is free. */
function openQueue(file: string, send: Send): DurableQueue {
  try {
    return openDurableQueue(file)
  } catch (error) {
    if (storeFaultKind(error) === 'busy') send({ kind: 'problem', problem: 'another process has the queue' })
    throw error
  }
}

type Item = Parameters<DurableQueue['add']>[0][number]

/** Adds items in the order of the calls of the function, those of one turn in one transaction. */
function inOrder(queue: DurableQueue, added: () => void): (make: () => Promise<Item | undefined>) => Promise<void> {
  let earlier: Promise<unknown> = Promise.resolve()
  let together: Item[] = []
  let written: Promise<void> | undefined
  const write = async () => {
    await new Promise(setImmediate)
    const items = together
    together = []
    written = undefined
    queue.add(items)
    added()
  }
  return async (make) => {
    const made = earlier.then(make)
    earlier = made.catch(() => undefined)
    const item = await made
    if (item === undefined) return
    together.push(item)
    written ??= write()
    await written
  }
}

type Reading = Readonly<{ sealer: CallSealer; callers: CallerDirectory; clock: Pick<Store['clock'], 'now'> }>

/** @returns undefined for a call that Yaoquan refused, or that is no write for the CRM of today */
async function itemOf(exchange: CopiedExchange, { sealer, callers, clock }: Reading): Promise<Item | undefined> {
  const { parameters, app } = await readCall({ ...exchange, ip: '' }, callers)
  const method = parameters.get('method')?.trim() ?? ''
  const answer = readAnswerText(exchange)
  // Its signature was right then: nobody else can have a call signed anew here.
  const isDone = answer.kind === 'read' && readSuccess(answer.text, method)
  if (app === undefined || !mirroredWrites.has(method) || !isDone) return undefined
  const write = waitingWrite(method, parameters, app.charset)
  const text = JSON.stringify({ ...write, answer: readWriteMembers(answer.text) } satisfies WaitingWrite)
  return { lane: app.appKey, content: sealer.seal(text, app.appKey), atMs: clock.now() }
}

function reportOf(error: unknown): FaultReport {
  const { name, message, stack } = error instanceof Error ? error : new Error('a value that is no Error was thrown')
  return { name, message, stack, storeFault: storeFaultKind(error) }
}

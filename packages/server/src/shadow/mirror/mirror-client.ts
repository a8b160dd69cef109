import { RelayedFault } from '#errors/operator-error'
import type { CopiedExchange } from '#shadow/answers/exchange'
import type { ShadowTelemetry } from '#telemetry/shadow-telemetry'
import type { DifferingWrite, FromMirrorThread, MirrorCounts } from './mirror-messages.ts'
import type { MirrorThread } from './mirror-thread.ts'

/** Keeps writes that Yaoquan answered until the CRM of today has them, in a thread of its own. */
export type Mirror = Readonly<{
  /** @returns whether the write is durable, so that its caller may have the answer */
  put(exchange: CopiedExchange): Promise<boolean>
  counts(): MirrorCounts | undefined
  /** Why writes cannot be kept; undefined when they can. */
  problem(): string | undefined
  close(): Promise<void>
}>

type Dependencies = Readonly<{
  start(onMessage: (message: FromMirrorThread) => void): MirrorThread
  telemetry: Pick<ShadowTelemetry, 'backgroundFailed' | 'writesCounted'>
  onDiffered: (write: DifferingWrite) => void
}>

const putMs = 30_000
const maxPuts = 1_000
const restartMs = 1_000
const closeMs = 5_000

/** A thread that ends is started again; meanwhile writes are not answered. */
export function createMirror({ start, telemetry, onDiffered }: Dependencies): Mirror {
  const puts = new Map<number, (isDurable: boolean) => void>()
  let thread: MirrorThread | undefined
  let problem: string | undefined
  let counts: MirrorCounts | undefined
  let restart: NodeJS.Timeout | undefined
  let latestId = 0
  let isClosed = false

  function startThread(): void {
    problem = 'starting'
    const started = start(receive)
    thread = started
    void started.ended.then((error) => {
      thread = undefined
      for (const settle of [...puts.values()]) settle(false)
      if (isClosed) return
      problem = `writes are not kept: ${problem ?? 'the thread ended'}`
      telemetry.backgroundFailed({ work: 'mirror', error })
      restart = setTimeout(startThread, restartMs)
    })
  }

  function receive(message: FromMirrorThread): void {
    switch (message.kind) {
      case 'ready':
        problem = undefined
        return
      case 'problem':
        problem = message.problem
        return
      case 'fault':
        telemetry.backgroundFailed({ work: message.work, error: new RelayedFault(message.fault) })
        return
      case 'put':
        puts.get(message.id)?.(message.isDurable)
        return
      case 'counts':
        counts = message.counts
        telemetry.writesCounted(counts)
        return
      case 'differed':
        onDiffered({ call: message.call, differences: message.differences })
        return
    }
  }

  startThread()
  return {
    put(exchange) {
      const to = thread
      if (to === undefined || puts.size >= maxPuts) return Promise.resolve(false)
      latestId += 1
      const id = latestId
      return new Promise((resolve) => {
        const settle = (isDurable: boolean) => {
          clearTimeout(limit)
          puts.delete(id)
          resolve(isDurable)
        }
        const limit = setTimeout(settle, putMs, false)
        puts.set(id, settle)
        to.send({ kind: 'put', id, exchange })
      })
    },
    counts: () => counts,
    problem: () => problem,
    async close() {
      isClosed = true
      clearTimeout(restart)
      if (thread === undefined) return
      const { ended, kill, send } = thread
      send({ kind: 'close' })
      const limit = setTimeout(kill, closeMs)
      await ended
      clearTimeout(limit)
    },
  }
}

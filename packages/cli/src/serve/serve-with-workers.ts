import cluster from 'node:cluster'
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createMissCounter } from '@yaoquan/api/count-misses'
import { createMistakeCounter } from '@yaoquan/api/count-mistakes'
import type { Logger } from 'pino'
import type { ServeOptions } from '#server'
import { DescribedFault, OperationFault, print } from '#terminal/output'
import type { FailureReason, WorkerSettings } from './channel.ts'
import { createCombinedMetrics } from './combined-metrics.ts'
import { controlOfServer, watchControlFile } from './control-file.ts'
import type { ShadowBeside } from './shadow-beside.ts'
import { createSharedCallLimit, createSharedPhoneCounts } from './shared-counts.ts'
import { onReloadSignal, stopSignal } from './stop-signal.ts'
import { createDeathCount, createWorkerPool, type Started, type WorkerPool } from './worker-pool.ts'
import { type PrimaryHandlers, startWorkerProcess, type WorkerProcess } from './worker-process.ts'
import { createReload, createWorkerSlot, type WorkerSlot } from './worker-slot.ts'

type PrimaryOptions = Readonly<{
  dataDir: string
  host: string
  port: number
  adminListen?: ServeOptions['adminListen']
  workers: number
  isSandbox: boolean
  logLevel: string
  shadow?: ShadowBeside | undefined
}>

/**
 * Keeps server processes running on one port and one store, each started with this process's command line. This process, the primary,
 * serves no calls itself; with several workers it distributes connections among them.
 * @throws DescribedFault if the first worker cannot start, OperationFault if workers cannot start again or die too often
 */
export async function serveWithWorkers(options: PrimaryOptions): Promise<void> {
  const adminPort = await pickAdminPort(options)
  // Several workers take turns: sockets wait in the primary until a worker accepts them. A single worker accepts them itself.
  cluster.schedulingPolicy = options.workers > 1 ? cluster.SCHED_RR : cluster.SCHED_NONE
  const pool = createPool({
    port: await pickPort(options, adminPort),
    adminPort,
    startedMs: Date.now(),
    phoneKey: randomBytes(32).toString('base64'),
  })
  const stopped = stopSignal(() => {
    pool.kill()
    process.exit(1)
  })
  // The first worker starts before the others, because it creates or migrates the store and creates the demo.
  const first = pool.start({ isFirst: true })
  // Loaded while the worker loads, which takes longer.
  const { createPrimaryLog } = await import('./primary-log.ts')
  const { logger: log, close: closeLog } = createPrimaryLog(options.logLevel)
  const broken = Promise.withResolvers<Error>()
  const giveUp = broken.resolve
  const onDeath = createOnDeath({ log, giveUp, isSandbox: options.isSandbox })
  const slots = Array.from({ length: options.workers }, () =>
    createWorkerSlot({ pool, log, onDeath, giveUp: (reason) => giveUp(cannotStart(reason)) }),
  )
  const started = startAll(slots, { first, giveUp })
  const reload = options.isSandbox ? () => log.warn(reloadIgnored) : createReload(slots, log)
  const reloadWhenStarted = () => void started.then(reload)
  onReloadSignal(reloadWhenStarted)
  let isListening = false
  void first.then(({ kind }) => {
    isListening = kind === 'started'
  })
  const control = watchControlFile(controlOfServer(options.dataDir), reloadWhenStarted, () => isListening)
  // Also after a second signal; and not before a backup in progress has ended.
  process.once('exit', control.close)
  const fault = await Promise.race([started.then(() => Promise.race([stopped, control.stopped])), broken.promise])
  // The shadow sends calls here, so it ends first. When this server fails, tills still need it to reach the other CRM.
  if (fault !== undefined && isListening) await options.shadow?.leave()
  else await options.shadow?.stop()
  await pool.stop()
  await closeLog()
  if (fault !== undefined) throw fault
}

const reloadIgnored = 'a sandbox does not reload, because its clocks are kept in the worker'

type Watch = Readonly<{ log: Logger; giveUp: (fault: Error) => void; isSandbox: boolean }>

/** Logs deaths of workers; the fifth within a minute ends the server, so that whatever started it sees that it fails. */
function createOnDeath({ log, giveUp, isSandbox }: Watch): (worker: WorkerProcess) => void {
  const isTooMany = createDeathCount(() => performance.now())
  return ({ pid, ended }) => {
    const message = isSandbox ? 'worker died; the clocks of sellers in this sandbox start anew' : 'worker died'
    void ended.then(({ code, signal }) => log.warn({ worker: pid, code, signal }, message))
    if (isTooMany())
      giveUp(new OperationFault('工作进程一分钟内异常退出5次', 'workers died five times within a minute'))
  }
}

function cannotStart({ line }: FailureReason): OperationFault {
  return new OperationFault(`工作进程无法启动: ${line}`, `workers cannot start: ${line}`)
}

/** Starts the other workers once the first answers. Prints when all answer. */
async function startAll(
  slots: readonly WorkerSlot[],
  { first: starting, giveUp }: Readonly<{ first: Promise<Started>; giveUp: (fault: Error) => void }>,
): Promise<void> {
  const [firstSlot, ...others] = slots
  const first = await starting
  if (first.kind === 'failed') return giveUp(new DescribedFault(first.reason.line))
  firstSlot?.assign(first.worker)
  await Promise.all(others.map((slot) => slot.fill()))
  for (const announcement of first.listening.announcements) print(announcement)
  if (first.listening.adminUrl !== undefined) print(`admin on ${first.listening.adminUrl}`)
  print(`listening on ${first.listening.url}`)
}

function createPool(settings: Omit<WorkerSettings, 'isFirst'>): WorkerPool {
  const grantCalls = createSharedCallLimit()
  const countPhones = createSharedPhoneCounts()
  const countMiss = createMissCounter()
  const mistakes = createMistakeCounter()
  const metrics = createCombinedMetrics()
  const handlers: PrimaryHandlers = {
    async onRequest(request) {
      if (request.kind === 'calls') return grantCalls(request)
      if (request.kind === 'full-phones') return countPhones(request)
      if (request.kind === 'misses') return request.misses.map(countMiss)
      if (request.kind === 'mistakes') {
        const { appKey, mistake } = request
        if (mistake !== undefined) mistakes.note(mistake)
        return mistakes.of(appKey)
      }
      return metrics.text(pool.answering())
    },
    onFinalMetrics: metrics.record,
  }
  const pool = createWorkerPool(({ isFirst }) => {
    const worker = startWorkerProcess({ ...settings, isFirst }, handlers)
    void worker.ended.then(() => metrics.remove(worker))
    return worker
  })
  return pool
}

/** @returns null if the flags give the port or disable the admin listener */
async function pickAdminPort({ port, adminListen }: PrimaryOptions): Promise<number | null> {
  const { host, port: wanted } = typeof adminListen === 'object' ? adminListen : { host: '127.0.0.1', port }
  return adminListen === 'off' || wanted !== 0 ? null : pickPort({ host, port: 0 })
}

/**
 * Replaces port 0 by a free port, so that workers that start later listen on the same one. Linux gives ports of this range to no outgoing
 * connection, which could otherwise take the port before the first worker listens on it.
 * @param taken a port that was picked already, and is not listened on yet
 * @returns 0 if the address cannot be listened on; the first worker then reports why
 */
async function pickPort(
  { host, port }: Readonly<{ host: string; port: number }>,
  taken: number | null = null,
): Promise<number> {
  if (port !== 0) return port
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const picked = randomInt(pickedPorts.first, pickedPorts.end)
    if (picked !== taken && (await isFree(host, picked))) return picked
  }
  return 0
}

const pickedPorts = { first: 12_000, end: 32_000 } as const
const maxAttempts = 100

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer()
  try {
    await once(server.listen({ host, port }), 'listening')
  } catch {
    return false
  }
  await new Promise((resolve) => server.close(resolve))
  return true
}

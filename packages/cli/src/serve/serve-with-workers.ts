import cluster from 'node:cluster'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { ServeOptions } from '#server'
import { OperationFault } from '#terminal/faults'
import { print } from '#terminal/output'
import { createCallGrants } from './call-grants.ts'
import { createGatheredMetrics } from './gathered-metrics.ts'
import type { WorkerPlace } from './messages.ts'
import { createPrimaryLog } from './primary-log.ts'
import { createReload } from './reload-workers.ts'
import { onReloadSignal, stopSignal } from './stop-signal.ts'
import { createWorkerCrew, type WorkerCrew } from './worker-crew.ts'
import { startWorkerProcess, type WorkerDesk } from './worker-process.ts'
import { createWorkerSlot, type WorkerSlot } from './worker-slot.ts'

type PrimaryOptions = Readonly<{
  host: string
  port: number
  adminListen?: ServeOptions['adminListen']
  workers: number
  logLevel: string
}>

/**
 * Keeps several servers running on one port and one store, each a process of its own that is started with this
 * process's command line. This process accepts connections and hands them out in turn; it serves no call.
 * @throws OperationFault when the workers cannot start, or die at their start again and again
 */
export async function serveWithWorkers(options: PrimaryOptions): Promise<void> {
  const log = createPrimaryLog(options.logLevel)
  const adminPort = await pickAdminPort(options)
  const crew = createCrew({ port: await pickPort(options), adminPort, startedMs: Date.now() })
  const stopped = stopSignal(() => {
    crew.kill()
    process.exit(1)
  })
  const broken = Promise.withResolvers<string>()
  const giveUp = broken.resolve
  const slots = Array.from({ length: options.workers }, () => createWorkerSlot({ crew, log, giveUp }))
  const started = startAll(slots, { crew, giveUp })
  const reload = createReload(slots, log)
  onReloadSignal(() => void started.then(reload))
  const reason = await Promise.race([started.then(() => stopped), broken.promise])
  await crew.stop()
  if (reason !== undefined) throw new OperationFault(`工作进程无法启动: ${reason}`, 'workers do not start')
}

/** The first alone: it makes or migrates the store, and the demo. Resolves when all answer, which it prints. */
async function startAll(
  slots: readonly WorkerSlot[],
  { crew, giveUp }: Readonly<{ crew: WorkerCrew; giveUp: (reason: string) => void }>,
): Promise<void> {
  const [firstSlot, ...others] = slots
  const first = await crew.start({ isFirst: true })
  if (first.kind === 'failed') return giveUp(first.reason)
  firstSlot?.occupy(first.worker)
  await Promise.all(others.map((slot) => slot.fill()))
  if (first.listening.announcement !== undefined) print(first.listening.announcement)
  if (first.listening.adminUrl !== undefined) print(`admin on ${first.listening.adminUrl}`)
  print(`listening on ${first.listening.url}`)
}

function createCrew(place: Omit<WorkerPlace, 'isFirst'>): WorkerCrew {
  // Sockets wait in this process and go to workers that take them, so none is lost when a worker ends.
  cluster.schedulingPolicy = cluster.SCHED_RR
  const grantCalls = createCallGrants()
  const metrics = createGatheredMetrics()
  const desk: WorkerDesk = {
    answer: async (question) =>
      question.kind === 'calls' ? grantCalls(question) : await metrics.text(crew.answering()),
    farewell: metrics.note,
  }
  const crew = createWorkerCrew(({ isFirst }) => {
    const worker = startWorkerProcess({ ...place, isFirst }, desk)
    void worker.ended.then(() => metrics.depart(worker))
    return worker
  })
  return crew
}

/** @returns null where the flags tell the port, or that there is none */
async function pickAdminPort({ port, adminListen }: PrimaryOptions): Promise<number | null> {
  const { host, port: wanted } = typeof adminListen === 'object' ? adminListen : { host: '127.0.0.1', port }
  return adminListen === 'off' || wanted !== 0 ? null : pickPort({ host, port: 0 })
}

/**
 * A free port in place of 0, so that workers that start later listen on the same one.
 * @returns 0 when the address cannot be listened on: the first worker tells why
 */
async function pickPort({ host, port }: Readonly<{ host: string; port: number }>): Promise<number> {
  if (port !== 0) return port
  const server = createServer()
  try {
    await once(server.listen({ host, port }), 'listening')
  } catch {
    return 0
  }
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return address !== null && typeof address === 'object' ? address.port : 0
}

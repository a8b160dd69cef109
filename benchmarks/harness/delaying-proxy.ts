import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

export type DelayingProxy = Readonly<{
  /** Stands before the server with so many milliseconds of round trip. */
  port: number
  close: () => Promise<void>
}>

type Input = Readonly<{ targetPort: number; roundTripMs: number }>

/** A proxy in a thread of its own, so that it does not wait for who uses it. @param input.targetPort on 127.0.0.1 */
export async function startDelayingProxy(input: Input): Promise<DelayingProxy> {
  const worker = new Worker(new URL(import.meta.url), { workerData: input })
  const [port] = await once(worker, 'message')
  return {
    port: Number(port),
    async close() {
      await worker.terminate()
    },
  }
}

/** What arrives later passes later, so the delays of one connection do not add up. */
function pass(from: Socket, to: Socket, delayMs: number): void {
  let last = Promise.resolve()
  from.on('data', (bytes) => {
    const due = delay(delayMs)
    last = last.then(async () => {
      await due
      to.write(bytes)
    })
  })
  from.on('error', () => undefined)
  from.once('close', () => to.destroy())
}

async function serve({ targetPort, roundTripMs }: Input): Promise<void> {
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: targetPort, host: '127.0.0.1', noDelay: true })
    // Timers have whole milliseconds, so the answers pass without delay.
    pass(client, upstream, roundTripMs)
    upstream.pipe(client)
    upstream.on('error', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  parentPort?.postMessage(address !== null && typeof address === 'object' ? address.port : 0)
}

if (!isMainThread) await serve(workerData)

import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below the range of Linux's ports for outgoing connections, one of which could block a restart. */
const range = { first: 12_000, end: 32_000 } as const
const attemptsPerPort = 200

/**
 * Finds different ports of 127.0.0.1 that were free when checked.
 * @throws Error if there are not enough
 */
export async function findFreePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>()
  for (let attempt = 0; attempt < count * attemptsPerPort && ports.size < count; attempt += 1) {
    const port = randomInt(range.first, range.end)
    if (await isFree(port)) ports.add(port)
  }
  if (ports.size < count) throw new Error(`no ${count} free ports from ${range.first} to ${range.end}`)
  return [...ports]
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

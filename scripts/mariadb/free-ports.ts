import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below the range from which Linux takes the ports of outgoing connections: such a one would be in the way of a restart. */
const range = { first: 12_000, end: 32_000 } as const
const attemptsPerPort = 200

/**
 * @returns as many different ports as asked for, free on 127.0.0.1 a moment ago
 * @throws Error when none is found
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

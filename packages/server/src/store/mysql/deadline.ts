import { DatabaseFault } from './database-fault.ts'

/**
 * Waits for an answer of a host at most so long: nothing else ends the wait for a host that froze.
 * @param onTimeout must make sure that the operation comes to nothing later
 * @throws DatabaseFault of kind `unavailable` when time is up
 */
export async function withDeadline<Result>(
  operation: Promise<Result>,
  { timeoutMs, what, onTimeout }: Readonly<{ timeoutMs: number; what: string; onTimeout: () => void }>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      onTimeout()
      reject(new DatabaseFault(`no answer within ${timeoutMs} ms: ${what}`, { kind: 'unavailable', errno: 0 }))
    }, timeoutMs)
  })
  try {
    return await Promise.race([operation, timeout])
  } finally {
    clearTimeout(timer)
  }
}

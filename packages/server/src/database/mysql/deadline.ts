import { DatabaseFault } from './database-fault.ts'

export type Deadline = Readonly<{
  timeoutMs: number
  what: string
  /** Ends the wait before its time: the host was found not to answer. */
  signal?: AbortSignal | undefined
  /** Must make sure that the operation comes to nothing later. */
  onTimeout: () => void
}>

/**
 * Waits for an answer of a host at most so long: nothing else ends the wait for a host that froze.
 * @throws DatabaseFault of kind `unavailable` when time is up or the signal comes
 */
export async function withDeadline<Result>(operation: Promise<Result>, deadline: Deadline): Promise<Result> {
  const { timeoutMs, what, signal, onTimeout } = deadline
  const ended = Promise.withResolvers<never>()
  const end = (reason: string) => {
    onTimeout()
    ended.reject(new DatabaseFault(`${reason}: ${what}`, { kind: 'unavailable', errno: 0 }))
  }
  const onAbort = () => end('the host does not answer')
  const timer = setTimeout(() => end(`no answer within ${timeoutMs} ms`), timeoutMs)
  if (signal?.aborted) onAbort()
  else signal?.addEventListener('abort', onAbort)
  try {
    return await Promise.race([operation, ended.promise])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}

import { DatabaseFault } from './database-fault.ts'

type Deadline = Readonly<{
  timeoutMs: number
  what: string
  /** Ends the wait early, when the host is known not to answer. */
  signal?: AbortSignal | undefined
  /** Must make sure that the operation has no effect later. */
  onTimeout: () => void
}>

/**
 * Waits for an answer of a host for a limited time: nothing else ends the wait for a frozen host.
 * @throws DatabaseFault of kind `unavailable` on timeout or abort
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

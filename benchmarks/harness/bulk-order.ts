import type { MessagePort } from 'node:worker_threads'

/** What the thread of the busy chain's callers is given. */
export type BulkOrder = Readonly<{
  url: string
  callers: number
  couponsPerCall: number
  seconds: number
  port: MessagePort
}>

/** What those callers came to. */
export type BulkReport = Readonly<{ calls: number; seconds: number; failures: readonly string[] }>

import type { MessagePort } from 'node:worker_threads'

/** The input of the thread that calls for the busy seller. */
export type BulkOrder = Readonly<{
  url: string
  callers: number
  couponsPerCall: number
  seconds: number
  port: MessagePort
}>

/** The result of that thread; `failures` are the first unexpected answers. */
export type BulkReport = Readonly<{ calls: number; seconds: number; failures: readonly string[] }>

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TransportGuard } from '#http/connections/transport-guard'

/** A request of the public port and its response. */
export type Exchange = Readonly<{ request: IncomingMessage; response: ServerResponse; queryString: string }>

/** What every endpoint of the public port needs. */
export type Endpoint = Readonly<{
  guard: TransportGuard
  /** Whether calls are refused. */
  isStopping: () => boolean
  /** Whether each answer is the last of its connection. */
  isDraining: () => boolean
  onFault: (work: 'http' | 'upload', error: unknown) => void
}>

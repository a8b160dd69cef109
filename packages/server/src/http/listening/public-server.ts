import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { TlsFiles } from '#config/server-config'
import { transportLimits } from '#config/transport-limits'
import { OperatorError } from '#errors/operator-error'
import type { Telemetry } from '#telemetry/telemetry'
import { readTlsPair, type TlsPair, type WatchedTlsPair, watchTlsPair } from './tls-pair.ts'

export type PublicServer = Readonly<{
  server: Server
  /** Undefined without TLS. */
  pair: WatchedTlsPair | undefined
}>

type PublicServerDependencies = Readonly<{ tls: TlsFiles | undefined; telemetry: Telemetry }>

/**
 * Creates the server of the public port; it does not listen yet.
 * @throws OperatorError for a certificate or a key that cannot be used
 */
export function createPublicServer(
  listener: RequestListener,
  { tls, telemetry }: PublicServerDependencies,
): PublicServer {
  if (tls === undefined) return { server: createServer(serverOptions, listener), pair: undefined }
  const { cert, key } = firstPair(tls)
  const handshakeTimeout = transportLimits.handshakeTimeoutMs
  const server = createTlsServer({ ...serverOptions, handshakeTimeout, cert, key }, listener)
  return { server, pair: watchTlsPair(server, tls, telemetry) }
}

const serverOptions = {
  maxHeaderSize: transportLimits.maxHeaderBytes,
  headersTimeout: transportLimits.headersTimeoutMs,
  /** The body deadlines replace it. */
  requestTimeout: 0,
  connectionsCheckingInterval: transportLimits.sweepIntervalMs,
  keepAliveTimeout: transportLimits.keepAliveTimeoutMs,
} as const

function firstPair(files: TlsFiles): TlsPair {
  try {
    return readTlsPair(files)
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    throw new OperatorError(`证书或私钥无法使用: ${reason} (certificate or key cannot be used)`)
  }
}

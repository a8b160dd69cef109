import { X509Certificate } from 'node:crypto'
import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import type { RequestListener, Server } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { TlsFiles } from '#config/server-config'
import { transportLimits } from '#config/transport-limits'
import { OperatorError } from '#errors/operator-error'
import type { Telemetry } from '#telemetry/telemetry'

const { createServer } = process.getBuiltinModule('node:http')

/** Certificate and key of a server that listens; they are replaced without ending a connection. */
export type WatchedTlsPair = Readonly<{ stop(): void }>

/** `pair` is undefined without TLS. */
export type PublicServer = Readonly<{ server: Server; pair: WatchedTlsPair | undefined }>

type TlsTelemetry = Pick<Telemetry, 'tlsLoaded' | 'tlsNotLoaded'>

type PublicServerDependencies = Readonly<{ tls?: TlsFiles | undefined; telemetry: TlsTelemetry }>

/**
 * Creates the server of the public port; it does not listen yet.
 * @throws OperatorError for a certificate or a key that cannot be used
 */
export function createPublicServer(listener: RequestListener, dependencies: PublicServerDependencies): PublicServer {
  const { tls, telemetry } = dependencies
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

type TlsPair = Readonly<{ cert: Buffer; key: Buffer; validTo: string }>

/** @throws OperatorError for a certificate or a key that cannot be used */
export function expectUsablePair(files: TlsFiles): void {
  firstPair(files)
}

function firstPair(files: TlsFiles): TlsPair {
  try {
    return readTlsPair(files)
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    throw new OperatorError({ zh: `证书或私钥无法使用: ${reason}`, en: `certificate or key cannot be used: ${reason}` })
  }
}

/** @throws Error of the system or of OpenSSL for files that cannot be read or do not match */
function readTlsPair({ certFile, keyFile }: TlsFiles): TlsPair {
  const [cert, key] = [readFileSync(certFile), readFileSync(keyFile)]
  createSecureContext({ cert, key })
  return { cert, key, validTo: new Date(new X509Certificate(cert).validTo).toISOString() }
}

/**
 * Watches the files, since certificates are renewed by other programs, and replaces the pair of the server. A pair that cannot be used
 * is logged, and the one before stays in use.
 */
function watchTlsPair(server: TlsServer, files: TlsFiles, telemetry: TlsTelemetry): WatchedTlsPair {
  let settling: NodeJS.Timeout | undefined
  const reload = () => {
    try {
      const pair = readTlsPair(files)
      server.setSecureContext(pair)
      telemetry.tlsLoaded({ validTo: pair.validTo })
    } catch (error) {
      telemetry.tlsNotLoaded({ error })
    }
  }
  // The two files change one after the other: reading waits until both have.
  const changed = () => {
    clearTimeout(settling)
    settling = setTimeout(reload, transportLimits.tlsSettleMs).unref()
  }
  const paths = [files.certFile, files.keyFile]
  for (const path of paths) watchFile(path, { interval: transportLimits.tlsPollMs, persistent: false }, changed)
  return {
    stop() {
      clearTimeout(settling)
      for (const path of paths) unwatchFile(path, changed)
    },
  }
}

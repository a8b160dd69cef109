import { X509Certificate } from 'node:crypto'
import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import type { Server } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { TlsFiles } from '#config/server-config'
import { transportLimits } from '#config/transport-limits'
import type { Telemetry } from '#telemetry/telemetry'

/** Certificate chain and key, PEM. */
export type TlsPair = Readonly<{ cert: Buffer; key: Buffer; validTo: string }>

/**
 * Reads a certificate and its key.
 * @throws Error of the system or of OpenSSL for files that cannot be read or do not match
 */
export function readTlsPair({ certFile, keyFile }: TlsFiles): TlsPair {
  const [cert, key] = [readFileSync(certFile), readFileSync(keyFile)]
  createSecureContext({ cert, key })
  return { cert, key, validTo: new Date(new X509Certificate(cert).validTo).toISOString() }
}

/** The pair of a server that listens; it is replaced without ending a connection. */
export type WatchedTlsPair = Readonly<{
  /** Reads the files again. A pair that cannot be used is logged, and the one before stays in use. */
  reload(): void
  stop(): void
}>

/** Watches the files, since certificates are renewed by other programs, and replaces the pair of the server. */
export function watchTlsPair(
  server: Pick<Server, 'setSecureContext'>,
  files: TlsFiles,
  telemetry: Pick<Telemetry, 'tlsLoaded' | 'tlsNotLoaded'>,
): WatchedTlsPair {
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
    reload,
    stop() {
      clearTimeout(settling)
      for (const path of paths) unwatchFile(path, changed)
    },
  }
}

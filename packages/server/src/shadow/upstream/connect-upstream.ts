import type { Agent, ClientRequest } from 'node:http'
import { Agent as HttpsAgent, request as requestTls } from 'node:https'
import type { Duplex } from 'node:stream'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import type { UpstreamUrl } from './upstream-url.ts'

const { Agent: HttpAgent, request } = process.getBuiltinModule('node:http')

/** A call on its way to the upstream. */
export type UpstreamCall = Readonly<{
  method: string
  path: string
  /** Names and values in turn, as they are to be sent. */
  headers: readonly string[]
}>

/** Keeps connections to the upstream and begins calls on them. */
export type Upstream = Readonly<{
  url: UpstreamUrl
  begin(call: UpstreamCall): ClientRequest
  /** Ends idle connections; those in use end with their call. */
  close(): void
}>

/**
 * Idle connections are closed after this, in milliseconds. Servers close theirs after five seconds or more, and a call that meets such
 * an end is lost.
 */
const idleMs = 4_000
const maxIdle = 256

/**
 * @param fingerprint the only certificate that is accepted: its SHA-256 in upper case, without colons. Undefined: any certificate of the
 * host that comes from an authority of the system or of `NODE_EXTRA_CA_CERTS`
 */
export function connectUpstream(url: UpstreamUrl, fingerprint: string | undefined, handshakeMs: number): Upstream {
  const agent = createAgent({ url, fingerprint, handshakeMs })
  const send = url.isTls ? requestTls : request
  return {
    url,
    begin: ({ method, path, headers }) =>
      send({
        agent,
        hostname: url.hostname,
        port: url.port,
        method,
        path,
        headers,
        setDefaultHeaders: false,
        maxHeaderSize: maxHeaderBytes,
        // Callers may read heads that a strict parser refuses, such as folded lines.
        insecureHTTPParser: true,
      }),
    close: () => agent.destroy(),
  }
}

const maxHeaderBytes = 64 * 1024

type Connecting = Readonly<{ url: UpstreamUrl; fingerprint: string | undefined; handshakeMs: number }>

function createAgent({ url, fingerprint, handshakeMs }: Connecting): Agent {
  const pool = { keepAlive: true, maxFreeSockets: maxIdle, scheduling: 'lifo', timeout: idleMs } as const
  if (!url.isTls) return new HttpAgent(pool)
  return fingerprint === undefined ? new HttpsAgent(pool) : new PinningAgent(pool, { fingerprint, handshakeMs })
}

type Connected = (error: Error | null, socket: Duplex) => void

/** Hands a connection out only when the certificate of the other end is the pinned one. */
class PinningAgent extends HttpsAgent {
  readonly #fingerprint: string
  readonly #handshakeMs: number

  constructor(
    options: ConstructorParameters<typeof HttpsAgent>[0],
    { fingerprint, handshakeMs }: Readonly<{ fingerprint: string; handshakeMs: number }>,
  ) {
    // A resumed session has no handshake in which a certificate is shown.
    super({ ...options, maxCachedSessions: 0 })
    this.#fingerprint = fingerprint
    this.#handshakeMs = handshakeMs
  }

  override createConnection(options: ConnectionOptions, connected: Connected): undefined {
    const socket = connectTls({ ...options, rejectUnauthorized: false })
    const fail = (error: Error) => connected(error, socket)
    const limit = setTimeout(() => socket.destroy(new Error('the handshake took too long')), this.#handshakeMs)
    socket.once('close', () => clearTimeout(limit))
    socket.once('error', fail)
    socket.once('secureConnect', () => {
      clearTimeout(limit)
      const shown = socket.getPeerCertificate().fingerprint256?.replaceAll(':', '')
      if (shown !== this.#fingerprint) {
        socket.destroy(new Error('the upstream shows another certificate'))
        return
      }
      socket.off('error', fail)
      connected(null, socket)
    })
    return undefined
  }
}

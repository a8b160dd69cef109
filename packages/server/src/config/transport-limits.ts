/**
 * Limits of the HTTP transport, for one process: sizes in bytes, times in milliseconds. A client is an IPv4 address or an
 * IPv6 /64. It is proven once an app's signature was verified in one of its calls.
 */
export const transportLimits = {
  /** Larger bodies are answered with code 43. */
  maxBodyBytes: 10 * 1024 * 1024,
  /** Part of a body that is kept in memory and parsed before its app is known to exist; the rest is spooled. */
  maxUnknownBodyBytes: 256 * 1024,
  /** Calls with bodies of this length or more begin one per turn of the event loop. */
  heavyBodyBytes: 32 * 1024,
  /** Bodies on disk whose app is not known yet, in sum; above that a call is answered with code 10. */
  maxSpooledBytes: 256 * 1024 * 1024,
  /** Space that bodies on disk leave free, for the store. */
  minFreeDiskBytes: 256 * 1024 * 1024,
  /** A form that one of our pages sends. */
  maxFormBytes: 64 * 1024,
  /** Request line and headers together; a GET call carries its parameters there. */
  maxHeaderBytes: 64 * 1024,
  /** Time for the headers of a request to arrive. */
  headersTimeoutMs: 10_000,
  /** Time for a whole request to arrive, except uploads. */
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  /** For connections of unproven clients: time for the first head to arrive, and for each further byte of a body. */
  silentTimeoutMs: 5_000,
  stalledBodyTimeoutMs: 10_000,
  /** Bodies of all calls in memory. Above this and the next three limits a call is answered with code 10. */
  maxBytesInFlight: 256 * 1024 * 1024,
  /** Limit of one proven client. */
  maxBytesOfAddress: 192 * 1024 * 1024,
  /** Limit of all unproven clients, and of one of them. The first bytes of each body count, and are always accepted. */
  maxUnprovenBytes: 96 * 1024 * 1024,
  smallBodyBytes: 16 * 1024,
  maxBytesOfUnproven: 64 * 1024 * 1024,
  /** Open connections; further ones are closed immediately. */
  maxConnections: 10_000,
  /**
   * Connections that the kernel keeps until they are accepted, at most its `somaxconn`. With the 511 of Node, some of the tills that all
   * reconnect after a restart wait seconds for a repeat of their first packet.
   */
  backlog: 4_096,
  /** Limit of one proven client; further connections are closed. */
  maxConnectionsOfProven: 5_000,
  /** Limit of all unproven clients, and of one of them: a new connection replaces the one that has waited longest. */
  maxUnprovenConnections: 8_000,
  maxConnectionsOfUnproven: 1_000,
  /** How many proven clients are remembered, and for how long after their last connection. */
  maxProvenAddresses: 20_000,
  provenForMs: 24 * 3_600_000,
  /** Calls that wait on one connection for the one before; above that the connection is closed. */
  maxPipelined: 16,
  /** Time for a TLS handshake. */
  handshakeTimeoutMs: 10_000,
  /** How often the files of certificate and key are checked, and how long after a change they are read. */
  tlsPollMs: 5_000,
  tlsSettleMs: 1_000,
  /** Connections of the admin listener. */
  maxAdminConnections: 100,
  /** How often pending connections and unread answers are checked. */
  sweepIntervalMs: 1_000,
  /** Calls in work at the same time; above that a call is answered with code 10. */
  maxCallsInFlight: 2_000,
  /** Limit of all unproven clients, and of one of them. */
  maxUnprovenCalls: 1_500,
  maxCallsOfUnproven: 1_200,
  /** Calls of such clients through proxies whose bodies still arrive; above that code 10. */
  maxUnprovenArriving: 4_000,
  maxArrivingOfUnproven: 1_000,
  /** Shorter answers are not worth compressing. */
  minGzipLength: 1_024,
  /** How long a stopping server waits for calls in flight, and for requests of unproven clients that still arrive. */
  drainTimeoutMs: 20_000,
  unprovenDrainMs: 2_000,
  /** How long a server that another replaces keeps connections: an idle one may last its keep-alive time. */
  retireTimeoutMs: 90_000,
  /** Uploads in work at the same time, and of one app; above that code 10. Each holds at most two batches of lines. */
  maxUploads: 16,
  maxUploadsOfApp: 4,
  /** How many uploads of the greatest length may lie on disk at the same time. */
  maxSpooledUploads: 4,
  /** Time for the next piece of an upload to arrive, or for its caller to read some of a long answer. */
  uploadIdleTimeoutMs: 60_000,
  /** Time for a whole upload. */
  maxUploadMs: 4 * 3_600_000,
  /** Batches answered at the same time, and of one client; others wait. */
  maxBatches: 8,
  maxBatchesOfClient: 4,
  /** Time for a caller to read more of an answer, and its least average rate: 16 kB a second, as on a slow mobile line. */
  unreadTimeoutMs: 30_000,
  minReadBytesPerMs: 16,
  /** Answers that are written and not read yet, in sum. */
  maxUnreadBytes: 64 * 1024 * 1024,
  /** Unread part of an answer to an upload; above that the upload waits. */
  maxUnreadAnswerBytes: 16 * 1024 * 1024,
  /** How long the rest of a refused body is read and dropped. */
  lingerMs: 5_000,
} as const

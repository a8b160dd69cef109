/** Limits of the transport, for one process: sizes in bytes, times in milliseconds. */
export const transportLimits = {
  /** Larger bodies are answered with code 43. */
  maxBodyBytes: 10 * 1024 * 1024,
  /** Of a body that is kept in memory and parsed before its app is known to exist; the rest is spooled. */
  maxUnknownBodyBytes: 256 * 1024,
  /** From so many bytes on, the calls of an app begin one per turn of the event loop. */
  heavyBodyBytes: 32 * 1024,
  /** On disk, of all bodies whose app is not known yet; above that a call is answered with code 10. */
  maxSpooledBytes: 256 * 1024 * 1024,
  /** That bodies on disk leave free there, for the store. */
  minFreeDiskBytes: 256 * 1024 * 1024,
  /** A form of ours, from a page. */
  maxFormBytes: 64 * 1024,
  /** Request line and headers together; a GET call carries its parameters there. */
  maxHeaderBytes: 64 * 1024,
  /** For the headers of a request to arrive. */
  headersTimeoutMs: 10_000,
  /** For a whole request to arrive, uploads left out. */
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  /**
   * A connection of an address that has not proved itself: for its first head to arrive, and then for each further byte
   * of a body.
   */
  silentTimeoutMs: 5_000,
  stalledBodyTimeoutMs: 10_000,
  /** Bodies of all calls in memory; above that a call is answered with code 10, and so for the next three. */
  maxBytesInFlight: 256 * 1024 * 1024,
  /** Of one address that has proved itself. */
  maxBytesOfAddress: 192 * 1024 * 1024,
  /** Of all addresses that have not, and of one of them. The first bytes of each body count, and are always taken. */
  maxUnprovenBytes: 96 * 1024 * 1024,
  smallBodyBytes: 16 * 1024,
  maxBytesOfUnproven: 64 * 1024 * 1024,
  /** Open connections; further ones are closed at once. */
  maxConnections: 10_000,
  /** Of one address that has proved itself; further ones are closed. */
  maxConnectionsOfProven: 5_000,
  /** Of all addresses that have not, and of one of them: the one that has waited longest gives way to a new one. */
  maxUnprovenConnections: 8_000,
  maxConnectionsOfUnproven: 1_000,
  /** How many addresses that have proved themselves are remembered, and for how long after their last connection. */
  maxProvenAddresses: 20_000,
  provenForMs: 24 * 3_600_000,
  /** Calls that wait on one connection for the one before; above that the connection is closed. */
  maxPipelined: 16,
  /** For a TLS handshake. */
  handshakeTimeoutMs: 10_000,
  /** How often certificate and key are looked at, and how long after a change they are read. */
  tlsPollMs: 5_000,
  tlsSettleMs: 1_000,
  /** Of the listener for metrics. */
  maxAdminConnections: 100,
  /** How often connections are looked at that wait for their callers. */
  sweepIntervalMs: 1_000,
  /** Calls in work at once; above that a call is answered with code 10. */
  maxCallsInFlight: 2_000,
  /** Of all addresses that have not proved themselves, and of one of them. */
  maxUnprovenCalls: 1_500,
  maxCallsOfUnproven: 1_200,
  /** Calls of such addresses through proxies whose bodies still arrive; above that code 10. */
  maxUnprovenArriving: 4_000,
  maxArrivingOfUnproven: 1_000,
  /** Shorter answers are not worth compressing. */
  minGzipLength: 1_024,
  /** How long a stopping server waits for calls in flight. */
  drainTimeoutMs: 20_000,
  /** How long a server that another replaces keeps connections: an idle one may last its keep-alive time. */
  retireTimeoutMs: 90_000,
  /** Uploads in work at once; above that one is answered with code 10. Each holds two batches of lines at most. */
  maxUploads: 16,
  maxUploadsOfApp: 4,
  /** So many uploads of the greatest length lie on disk at once at most. */
  maxSpooledUploads: 4,
  /** For the next piece of an upload to arrive, or for its caller to take some of a long answer. */
  uploadIdleTimeoutMs: 60_000,
  /** For a whole upload. */
  maxUploadMs: 4 * 3_600_000,
  /** Batches being answered at the same time, and of one address; others wait. */
  maxBatches: 8,
  maxBatchesOfClient: 4,
  /** For a caller to take more of an answer, and how fast it has to on the average: 16 kB a second, as over a slow mobile line. */
  unreadTimeoutMs: 30_000,
  minReadBytesPerMs: 16,
  /** Answers that are written and not read yet, of all connections. */
  maxUnreadBytes: 256 * 1024 * 1024,
  /** Of an answer to an upload that its caller has not taken yet; above that the upload waits. */
  maxUnreadAnswerBytes: 16 * 1024 * 1024,
  /** How long the rest of a refused body is read and dropped. */
  lingerMs: 5_000,
} as const

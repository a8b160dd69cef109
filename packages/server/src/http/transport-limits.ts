/** Limits of the transport, for one process: sizes in bytes, times in milliseconds. */
export const transportLimits = {
  /** Larger bodies are answered with code 43. */
  maxBodyBytes: 10 * 1024 * 1024,
  /** Of a body that is kept in memory and parsed before its app is known to exist; the rest is spooled. */
  maxUnknownBodyBytes: 256 * 1024,
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
  /** Bodies of all calls in work; above that a call is answered with code 10. */
  maxBytesInFlight: 256 * 1024 * 1024,
  /** Open connections; further ones are closed at once. */
  maxConnections: 10_000,
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
  /** Of an answer to an upload that its caller has not taken yet; above that the upload waits. */
  maxUnreadAnswerBytes: 16 * 1024 * 1024,
  /** How long the rest of a refused body is read and dropped. */
  lingerMs: 5_000,
} as const

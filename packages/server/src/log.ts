/** The log of the server, for the primary process, which loads no more of the server. */

export { createLogger, type Log } from './telemetry/logger.ts'

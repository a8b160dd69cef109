import type { Logger } from 'pino'
import type { Gauge, Registry } from 'prom-client'
import { createMetrics } from './metrics.ts'

/** What the transport of this process uses at the moment. */
export type TransportState = Readonly<{
  connections: number
  /** Connections of unproven addresses. */
  unprovenConnections: number
  callsInWork: number
  bodyBytes: number
  unreadBytes: number
  addresses: number
  /** Remembered as proven. */
  provenAddresses: number
}>

export interface TransportTelemetry {
  /** The server ended a connection. */
  connectionEnded(event: Readonly<{ reason: string; address: string }>): void
  /** @param read called for each scrape */
  transportStarted(read: () => TransportState): void
}

/** Counts ended connections by reason and logs them at most once a minute. */
export function recordTransport(logger: Pick<Logger, 'warn'>, registry: Registry): TransportTelemetry {
  const { counter, gauge } = createMetrics(registry)
  const ended = counter('yaoquan_connections_ended_total', 'Connections that the server ended, by reason', 'reason')
  const log = logOnceAMinute((event) => logger.warn(event, '连接被服务端结束 (connections ended by the server)'))
  return {
    connectionEnded({ reason, address }) {
      ended.inc({ reason })
      log(reason, address)
    },
    transportStarted(read) {
      for (const [name, [help, member]] of Object.entries(gauges)) {
        const collect = function (this: Gauge): void {
          this.set(read()[member])
        }
        gauge(`yaoquan_${name}`, help, { collect })
      }
    },
  }
}

const gauges: Readonly<Record<string, readonly [string, keyof TransportState]>> = {
  connections: ['Open connections', 'connections'],
  unproven_connections: ['Open connections of addresses that have not proved themselves', 'unprovenConnections'],
  calls_in_work: ['Calls in work', 'callsInWork'],
  body_bytes: ['Bytes of bodies in memory', 'bodyBytes'],
  unread_answer_bytes: ['Bytes of answers that are written and not read yet', 'unreadBytes'],
  client_addresses: ['Addresses with a connection or a call', 'addresses'],
  proven_addresses: ['Addresses remembered as proven', 'provenAddresses'],
}

const minuteMs = 60_000

type Summary = Readonly<{ reasons: Readonly<Record<string, number>>; latestAddress: string }>

/** The first event is logged immediately, those of the minute after it together. */
function logOnceAMinute(write: (summary: Summary) => void): (reason: string, address: string) => void {
  const reasons = new Map<string, number>()
  let latestAddress = ''
  let isWaiting = false
  const pass = () => {
    isWaiting = reasons.size > 0
    if (!isWaiting) return
    write({ reasons: Object.fromEntries(reasons), latestAddress })
    reasons.clear()
    setTimeout(pass, minuteMs).unref()
  }
  return (reason, address) => {
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    latestAddress = address
    if (!isWaiting) pass()
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import type { Client, Clients } from './clients.ts'
import type { Connections, RequestOrigin } from './connections.ts'

/** The memory that the body of one call may use. The reader of the body reports every piece before it keeps it. */
export interface BodyBudget {
  /** Charges bytes that arrived and are to be kept in memory. @returns false when there is no room for them */
  received(bytes: number): boolean
  /** Moves received bytes from memory to disk. */
  spooled(bytes: number): void
  /** Charges spooled bytes that are about to be read back into memory. @returns false when there is no room for them */
  recalled(bytes: number): boolean
}

type AdmissionDependencies = Readonly<{ clients: Clients; connections: Connections }>

/**
 * Admits calls within the limits of the process and of each client: bodies that arrive, calls in work, bytes of bodies
 * in memory. Announced bytes cost nothing until they arrive. Part of each limit is reserved for proven clients.
 */
export class Admission {
  readonly #dependencies: AdmissionDependencies
  readonly #sums: Sums = { calls: 0, bytes: 0, unprovenCalls: 0, unprovenBytes: 0, unprovenArriving: 0 }

  constructor(dependencies: AdmissionDependencies) {
    this.#dependencies = dependencies
  }

  /** @returns the call, which counts until its response is closed; undefined when there is no room for another body */
  admit(request: IncomingMessage, response: ServerResponse): AdmittedCall | undefined {
    const { clients, connections } = this.#dependencies
    const origin = connections.originOf(request)
    const { client, isDirect } = origin
    const isCrowded =
      client.arriving >= transportLimits.maxArrivingOfUnproven ||
      this.#sums.unprovenArriving >= transportLimits.maxUnprovenArriving
    // A client with connections of its own is limited by those: a stalled one is ended to make room.
    if (!isDirect && !client.isProven && isCrowded) {
      clients.release(client)
      return undefined
    }
    const call = new AdmittedCall(this.#dependencies, { ...origin, request, sums: this.#sums })
    response.once('close', () => call.close())
    return call
  }

  get counts(): Readonly<{ calls: number; bytes: number }> {
    return this.#sums
  }
}

/** Sums of the process; "unproven" counts calls whose client was not proven when they came. */
type Sums = {
  calls: number
  bytes: number
  unprovenCalls: number
  unprovenBytes: number
  /** Through proxies. */
  unprovenArriving: number
}

type CallOrigin = RequestOrigin & Readonly<{ request: IncomingMessage; sums: Sums }>

/** A call from its head to the end of its answer. */
export class AdmittedCall implements BodyBudget {
  readonly #dependencies: AdmissionDependencies
  readonly #origin: CallOrigin
  readonly #wasProven: boolean
  readonly #noticePiece: (bytes: number) => void
  #bytes = 0
  #spooledBytes = 0
  #isInWork = false

  constructor(dependencies: AdmissionDependencies, origin: CallOrigin) {
    this.#dependencies = dependencies
    this.#origin = origin
    const { client, connection, isDirect, sums } = origin
    this.#wasProven = client.isProven
    this.#noticePiece = dependencies.connections.crumbs.follow(origin.request)
    client.arriving += 1
    if (!isDirect && !this.#wasProven) sums.unprovenArriving += 1
    if (connection !== undefined) connection.isArriving = true
  }

  get client(): Client {
    return this.#origin.client
  }

  received(bytes: number): boolean {
    const { client, sums } = this.#origin
    this.#noticePiece(bytes)
    if (sums.bytes + bytes > transportLimits.maxBytesInFlight) return false
    if (this.#wasProven) {
      if (client.bytes + bytes > transportLimits.maxBytesOfAddress) return false
    } else {
      if (client.bytes + client.spooledBytes + bytes > transportLimits.maxBytesOfUnproven) return false
      const isSmall = this.#bytes + bytes <= transportLimits.smallBodyBytes
      if (!isSmall && sums.unprovenBytes + bytes > transportLimits.maxUnprovenBytes) return false
    }
    this.#add(bytes)
    return true
  }

  spooled(bytes: number): void {
    this.#add(-bytes)
    this.#addSpooled(bytes)
  }

  recalled(bytes: number): boolean {
    this.#addSpooled(-bytes)
    if (this.received(bytes)) return true
    this.#addSpooled(bytes)
    return false
  }

  /** Called when the body is whole and the work begins. @returns false when there is no room for another call in work */
  begin(): boolean {
    const { client, sums, connection } = this.#origin
    if (sums.calls >= transportLimits.maxCallsInFlight) return false
    if (!this.#wasProven) {
      if (client.calls >= transportLimits.maxCallsOfUnproven) return false
      if (sums.unprovenCalls >= transportLimits.maxUnprovenCalls) return false
      sums.unprovenCalls += 1
      if (connection !== undefined) this.#dependencies.connections.pending.delete(connection)
    }
    this.#endArrival()
    this.#isInWork = true
    client.calls += 1
    sums.calls += 1
    return true
  }

  /** Called when an app's signature of the call was verified. */
  prove(): void {
    this.#dependencies.connections.prove(this.#origin.client)
  }

  close(): void {
    const { client, sums, connection } = this.#origin
    this.#add(-this.#bytes)
    this.#addSpooled(-this.#spooledBytes)
    if (this.#isInWork) {
      client.calls -= 1
      sums.calls -= 1
      if (!this.#wasProven) sums.unprovenCalls -= 1
    } else this.#endArrival()
    this.#dependencies.clients.release(client)
    if (connection !== undefined) this.#dependencies.connections.markPending(connection)
  }

  #endArrival(): void {
    const { client, sums, isDirect, connection } = this.#origin
    client.arriving -= 1
    if (!isDirect && !this.#wasProven) sums.unprovenArriving -= 1
    if (connection !== undefined) connection.isArriving = false
  }

  #add(bytes: number): void {
    const { client, sums } = this.#origin
    this.#bytes += bytes
    client.bytes += bytes
    sums.bytes += bytes
    if (!this.#wasProven) sums.unprovenBytes += bytes
  }

  #addSpooled(bytes: number): void {
    this.#spooledBytes += bytes
    this.#origin.client.spooledBytes += bytes
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { transportLimits } from '#config/transport-limits'
import type { ClientAddresses } from './client-address.ts'
import type { Client, Clients } from './clients.ts'
import type { Connection } from './connection.ts'
import type { Connections } from './connections.ts'

/** What one call holds. The reader of its body tells of every piece before it keeps it. */
export interface BodyLoad {
  /** Bytes that arrived and are to be kept in memory. @returns false when there is no room for them */
  received(bytes: number): boolean
  /** Of the bytes received, those that went from memory to disk. */
  spooled(bytes: number): void
  /** Spooled bytes that are about to be read back into memory. @returns false when there is no room for them */
  recalled(bytes: number): boolean
}

type LoadParts = Readonly<{ addresses: ClientAddresses; clients: Clients; connections: Connections }>

/**
 * Calls whose bodies arrive, calls in work, and the bytes of bodies in memory: what a caller only announces costs nothing.
 * Addresses that have not proved themselves leave room of each to those that have.
 */
export class CallLoad {
  readonly #parts: LoadParts
  readonly #sums: Sums = { calls: 0, bytes: 0, unprovenCalls: 0, unprovenBytes: 0, unprovenArriving: 0 }

  constructor(parts: LoadParts) {
    this.#parts = parts
  }

  /** @returns undefined when there is no room for another body to arrive; else its load, which counts until its response is closed */
  admit(request: IncomingMessage, response: ServerResponse): AdmittedCall | undefined {
    const { addresses, clients, connections } = this.#parts
    const connection = connections.of(request.socket)
    const isDirect = connection !== undefined && !connection.isProxy
    const client = isDirect ? clients.hold(connection.client) : clients.take(addresses.of(request))
    // Whoever stalls on a connection of its own gives way to others there.
    if (!isDirect && !client.isProven && isCrowded(client, this.#sums)) {
      clients.release(client)
      return undefined
    }
    const call = new AdmittedCall(this.#parts, { client, connection, isDirect, sums: this.#sums })
    response.once('close', () => call.close())
    return call
  }

  get counts(): Readonly<{ calls: number; bytes: number }> {
    return this.#sums
  }
}

/** Of the whole process; "unproven" are those whose address had not proved itself when they came. */
type Sums = {
  calls: number
  bytes: number
  unprovenCalls: number
  unprovenBytes: number
  /** Through proxies. */
  unprovenArriving: number
}

function isCrowded(client: Client, sums: Sums): boolean {
  return (
    client.arriving >= transportLimits.maxArrivingOfUnproven ||
    sums.unprovenArriving >= transportLimits.maxUnprovenArriving
  )
}

type CallPlace = Readonly<{ client: Client; connection: Connection | undefined; isDirect: boolean; sums: Sums }>

/** A call from its head to the end of its answer. */
export class AdmittedCall implements BodyLoad {
  readonly #parts: LoadParts
  readonly #place: CallPlace
  readonly #wasProven: boolean
  #bytes = 0
  #spooledBytes = 0
  #isInWork = false

  constructor(parts: LoadParts, place: CallPlace) {
    this.#parts = parts
    this.#place = place
    const { client, connection, isDirect, sums } = place
    this.#wasProven = client.isProven
    client.arriving += 1
    if (!isDirect && !this.#wasProven) sums.unprovenArriving += 1
    if (connection !== undefined) connection.isArriving = true
  }

  /** The address that the call counts for. */
  get client(): Client {
    return this.#place.client
  }

  received(bytes: number): boolean {
    const { client, sums } = this.#place
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

  /** The body is whole and the work begins. @returns false when there is no room for another call in work */
  begin(): boolean {
    const { client, sums, connection } = this.#place
    if (sums.calls >= transportLimits.maxCallsInFlight) return false
    if (!this.#wasProven) {
      if (client.calls >= transportLimits.maxCallsOfUnproven) return false
      if (sums.unprovenCalls >= transportLimits.maxUnprovenCalls) return false
      sums.unprovenCalls += 1
      if (connection !== undefined) this.#parts.connections.pending.delete(connection)
    }
    this.#arrived()
    this.#isInWork = true
    client.calls += 1
    sums.calls += 1
    return true
  }

  /** An app's signature of the call was verified. */
  proven(): void {
    this.#parts.connections.prove(this.#place.client)
  }

  close(): void {
    const { client, sums, connection } = this.#place
    this.#add(-this.#bytes)
    this.#addSpooled(-this.#spooledBytes)
    if (this.#isInWork) {
      client.calls -= 1
      sums.calls -= 1
      if (!this.#wasProven) sums.unprovenCalls -= 1
    } else this.#arrived()
    this.#parts.clients.release(client)
    if (connection !== undefined) this.#parts.connections.waits(connection)
  }

  #arrived(): void {
    const { client, sums, isDirect, connection } = this.#place
    client.arriving -= 1
    if (!isDirect && !this.#wasProven) sums.unprovenArriving -= 1
    if (connection !== undefined) connection.isArriving = false
  }

  #add(bytes: number): void {
    const { client, sums } = this.#place
    this.#bytes += bytes
    client.bytes += bytes
    sums.bytes += bytes
    if (!this.#wasProven) sums.unprovenBytes += bytes
  }

  #addSpooled(bytes: number): void {
    this.#spooledBytes += bytes
    this.#place.client.spooledBytes += bytes
  }
}

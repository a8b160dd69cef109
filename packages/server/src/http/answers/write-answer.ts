import type { ServerResponse } from 'node:http'
import { networkInterfaces } from 'node:os'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export type HttpAnswer = Readonly<{
  status: number
  /** Headers without `content-length`. */
  headers: Readonly<Record<string, string | string[]>>
  body: Uint8Array
  /** What follows `body`; the answer then has no length. See `PageAnswer`. */
  rest?: AsyncIterable<Uint8Array>
}>

/** Writes a whole answer. For HEAD, node:http leaves out the body; its length is sent. */
export function writeAnswer(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  // The length of a 304 would be that of the body that is not sent (RFC 9110, 15.4.5).
  response.writeHead(status, status === 304 ? headers : { ...headers, 'content-length': body.length })
  response.end(body)
}

/**
 * Writes an answer in pieces, at the pace of its reader.
 * @returns when it is written, or its reader has left
 * @throws what the pieces throw; the connection has ended by then
 */
export async function streamAnswer(
  response: ServerResponse,
  { status, headers, body, rest }: HttpAnswer & Required<Pick<HttpAnswer, 'rest'>>,
): Promise<void> {
  if (response.destroyed) {
    await rest[Symbol.asyncIterator]().return?.()
    return
  }
  response.writeHead(status, headers)
  response.write(body)
  try {
    await pipeline(Readable.from(rest, { objectMode: false }), response)
  } catch (error) {
    if (!hasLeft(error)) throw error
  }
}

function hasLeft(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
}

export function textAnswer(status: number, text: string, contentType = 'text/plain; charset=utf-8'): HttpAnswer {
  return { status, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body: Buffer.from(text) }
}

export function jsonAnswer(status: number, value: unknown): HttpAnswer {
  return textAnswer(status, JSON.stringify(value), 'application/json; charset=utf-8')
}

/** Headers of every answer of the gateway: it holds data of one caller, and no browser takes it for a page or a script. */
export const privateAnswerHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const

/** Headers that name the answering machine; one Python SDK fails without (docs/reference/top-protocol.md, 3.1). */
export function hostHeaders(host: string): Readonly<{ 'application-host': string; 'location-host': string }> {
  const isConcrete = /^\d+\.\d+\.\d+\.\d+$/.test(host) && host !== '0.0.0.0'
  const address = isConcrete ? host : firstExternalAddress()
  const digits = address.split('.').map((part) => part.padStart(3, '0'))
  return { 'application-host': address, 'location-host': `top${digits.join('')}.yaoquan` }
}

function firstExternalAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1'
}

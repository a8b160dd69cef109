import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import type { ErrorName, ShadowRouteName } from '@yaoquan/api'
import { writeAnswer } from '#http/answers/write-answer'
import { peerAddress } from '#http/connections/clients'
import type { Upstream } from '#shadow/upstream/connect-upstream'
import type { ChooseSide, ChosenSide, PassedExchange } from './chosen-side.ts'
import { answerHeaders, hasTwoFramings, requestHeaders } from './end-to-end-headers.ts'
import { ownError, unansweredCall } from './own-error.ts'
import { isRead } from './read-call-names.ts'

/**
 * What became of a call: `passed`, the answer was passed on whole; `unreachable` and `timeout`, the upstream gave no answer; `cut`, it broke
 * its answer off; `left`, the caller went away; `refused`, there was no memory to read the call.
 */
export type PassOutcome = 'passed' | 'unreachable' | 'timeout' | 'cut' | 'left' | 'refused'

/** The caller gets an error of the shadow. */
type Failure = Exclude<PassOutcome, 'passed' | 'left'>

export type Passing = Readonly<{
  upstream: Upstream
  chooseSide: ChooseSide
  /** Limit from the head of the request to the end of the answer. */
  deadlineMs: number
  /** Whether the caller's address is added to `X-Forwarded-For`. */
  addsForwardedFor: boolean
  newRequestId: () => string
  /** Called once, when the call is over. */
  onEnd: (end: PassEnd) => void
}>

export type PassEnd = Readonly<{
  outcome: PassOutcome
  /** Why the connection to the side that answers failed. */
  error?: unknown
  /** Undefined where nothing of the call was read to route it. */
  route: ShadowRouteName | undefined
}>

/** Passes one call to the side that answers it and its answer back, both as they arrive; a call that must be read first is held until then. */
export function passCall(exchange: PassedExchange, passing: Passing): void {
  new PassedCall(exchange, passing)
}

/** Owns the call to the side that answers, the caller's response, and the deadline of both. */
class PassedCall {
  readonly #exchange: PassedExchange
  readonly #passing: Passing
  readonly #deadline: NodeJS.Timeout
  /** Undefined while the call is held. */
  #outgoing: ClientRequest | undefined
  #chosen: ChosenSide | undefined
  /** Over when the answer of a write has been kept, or could not be. */
  #kept: Promise<void> = Promise.resolve()
  #isUnkept = false
  #isContinued = false
  #isRepeated = false
  #isOver = false

  constructor(exchange: PassedExchange, passing: Passing) {
    const { request, response, copy } = exchange
    this.#exchange = exchange
    this.#passing = passing
    const choosing = passing.chooseSide(exchange)
    if (choosing === undefined) this.#outgoing = this.#begin()
    this.#deadline = setTimeout(() => this.#fail('timeout'), passing.deadlineMs)
    response.on('close', () => this.#closed())
    copy.watchRequest(request)
    if (this.#outgoing !== undefined) request.pipe(this.#outgoing)
    else this.#hold(choosing)
  }

  #hold(choosing: Promise<ChosenSide> | undefined): void {
    if (this.#exchange.request.headers.expect !== undefined) this.#passContinue()
    void choosing?.then((chosen) => {
      const { held } = chosen
      if (this.#isOver || held.kind === 'left') {
        held.release()
        return
      }
      this.#chosen = chosen
      // The CRM of today may no longer know what Yaoquan did, so it must not answer for want of memory.
      if (held.kind === 'busy') return this.#fail('refused')
      const outgoing = this.#begin()
      this.#outgoing = outgoing
      if (chosen.keep !== undefined) outgoing.once('close', () => void this.#kept.then(held.release))
      for (const piece of held.pieces) outgoing.write(piece)
      if (held.kind === 'whole') outgoing.end()
      else this.#exchange.request.pipe(outgoing)
    })
  }

  #begin(): ClientRequest {
    const { request, target } = this.#exchange
    const side = this.#chosen?.side ?? this.#passing.upstream
    const addsForwardedFor = this.#passing.addsForwardedFor || this.#chosen?.addsForwardedFor === true
    const { method = '', rawHeaders, socket } = request
    const forwardedFor = addsForwardedFor ? peerAddress(socket) : undefined
    const outgoing = side.begin({
      method,
      path: side.url.pathPrefix + target,
      headers: requestHeaders(rawHeaders, { method, host: side.url.host, forwardedFor }),
    })
    outgoing.on('response', (incoming) => this.#passAnswer(incoming, outgoing))
    outgoing.on('continue', () => this.#passContinue())
    outgoing.on('error', (error) => this.#fail('unreachable', error))
    return outgoing
  }

  /** A caller of HTTP/1.0 knows no interim answers (RFC 9110, 15.2). */
  #passContinue(): void {
    const { request, response } = this.#exchange
    if (this.#isContinued || request.httpVersion === '1.0') return
    this.#isContinued = true
    response.writeContinue()
  }

  #passAnswer(incoming: IncomingMessage, outgoing: ClientRequest): void {
    const { request, response, copy } = this.#exchange
    if (this.#isOver && this.#chosen?.keep === undefined) return
    incoming.on('error', (error) => this.#fail('cut', error))
    // The connection may end inside a body whose length is known, without an error.
    incoming.on('close', () => {
      if (!incoming.complete) this.#fail('cut')
    })
    const { statusCode = 0, statusMessage = '', rawHeaders } = incoming
    if (hasTwoFramings(rawHeaders)) outgoing.shouldKeepAlive = false
    if (this.#chosen?.keep !== undefined) {
      this.#kept = this.#keepFirst(incoming, this.#chosen.keep)
      return
    }
    // The upstream's date, or none, like all of its headers.
    response.sendDate = false
    try {
      response.writeHead(statusCode, statusMessage, answerHeaders(rawHeaders, request.httpVersion !== '1.0'))
    } catch (error) {
      // A status below 100, which node:http reads and does not write.
      this.#fail('cut', error)
      return
    }
    copy.watchAnswer(incoming)
    incoming.pipe(response)
  }

  /** Keeps the call before its caller learns that it was done. */
  async #keepFirst(incoming: IncomingMessage, keep: NonNullable<ChosenSide['keep']>): Promise<void> {
    const { request, response, queryString } = this.#exchange
    const pieces: Uint8Array<ArrayBuffer>[] = []
    let length = 0
    try {
      for await (const piece of incoming) {
        pieces.push(piece)
        length += piece.length
        if (length > maxKeptBytes) throw new Error('an answer that is too long')
      }
      const answer = Buffer.concat(pieces)
      const isKept = await keep({
        verb: request.method ?? '',
        path: '/router/rest',
        queryString,
        batchSeparator: undefined,
        contentType: request.headers['content-type'],
        coding: undefined,
        body: Buffer.concat(this.#chosen?.held.pieces ?? []),
        answerType: incoming.headers['content-type'],
        answerCoding: incoming.headers['content-encoding'],
        answer,
      })
      if (this.#isOver) return
      this.#isUnkept = !isKept
      if (!isKept) throw new Error('the write could not be kept for the other side')
      const { statusCode = 0, statusMessage = '', rawHeaders } = incoming
      response.sendDate = false
      response.writeHead(statusCode, statusMessage, answerHeaders(rawHeaders, request.httpVersion !== '1.0'))
      response.end(answer)
    } catch (error) {
      this.#fail('unreachable', error)
    }
  }

  /** The caller has the whole answer, or has left. */
  #closed(): void {
    if (this.#isOver) return
    const isWhole = this.#exchange.response.writableFinished
    if (!isWhole) this.#leaveOutgoing()
    else if (!this.#exchange.request.complete) this.#limitRest()
    this.#end(isWhole ? 'passed' : 'left')
  }

  /** The upstream answered before the end of the request. The rest still passes, within a deadline of its own. */
  #limitRest(): void {
    const { request } = this.#exchange
    const limit = setTimeout(() => {
      this.#outgoing?.destroy()
      request.destroy()
    }, this.#passing.deadlineMs)
    void ended(request).then(() => clearTimeout(limit))
  }

  /**
   * An idle connection may end while the call is on its way; the upstream has then not read it. Since that is not certain, only reads are
   * sent again, and once.
   */
  #mayRepeat(): boolean {
    const { request, response, copy, path, queryString } = this.#exchange
    if (this.#isOver || this.#isRepeated || !this.#outgoing?.reusedSocket || response.headersSent) return false
    // A request that is complete may still wait to be read; the copy then lacks its end.
    if (!request.readableEnded || !copy.hasWholeRequest()) return false
    return isRead({ request, path, queryString, body: copy.requestHead() })
  }

  #repeat(): void {
    this.#isRepeated = true
    const outgoing = this.#begin()
    this.#outgoing = outgoing
    outgoing.end(this.#exchange.copy.requestHead())
  }

  #fail(outcome: Failure, error?: unknown): void {
    const { request, response } = this.#exchange
    if (outcome === 'unreachable' && this.#mayRepeat()) {
      this.#repeat()
      return
    }
    // After the answer has begun, the request's fault is only that the upstream reads no more of it.
    if (this.#isOver || (outcome === 'unreachable' && response.headersSent)) {
      request.resume()
      return
    }
    this.#end(outcome, error)
    this.#leaveOutgoing()
    if (response.headersSent) cutConnection(response)
    else void this.#answerError(outcome)
  }

  async #answerError(outcome: Failure): Promise<void> {
    const { request, response, path, queryString, copy } = this.#exchange
    const { newRequestId, deadlineMs } = this.#passing
    const call = unansweredCall({ request, path, queryString, body: copy.requestHead() })
    const name = this.#isUnkept ? 'storeUnavailable' : errorNames[outcome]
    const answer = ownError(call, { name, requestId: newRequestId(), seconds: Math.ceil(deadlineMs / 1000) })
    // A caller that still sends would get a reset in place of the answer.
    if (!request.complete) {
      request.resume()
      await Promise.race([ended(request), delay(lingerMs, undefined, { ref: false })])
      response.shouldKeepAlive = false
    }
    if (!response.destroyed) writeAnswer(response, answer)
  }

  /** Ends the call to the other side. A write that is to be kept goes on without its caller: it may be done already. */
  #leaveOutgoing(): void {
    const outgoing = this.#outgoing
    if (this.#chosen?.keep === undefined) outgoing?.destroy()
    else setTimeout(() => outgoing?.destroy(), this.#passing.deadlineMs).unref()
  }

  #end(outcome: PassOutcome, error?: unknown): void {
    this.#isOver = true
    clearTimeout(this.#deadline)
    // What is to be kept stays in memory also after its caller has left.
    if (this.#chosen?.keep === undefined || this.#outgoing === undefined) this.#chosen?.held.release()
    this.#passing.onEnd({ outcome, error, route: this.#chosen?.route })
  }
}

/**
 * Ends the caller's connection with a reset, since its mere end could look like the end of the answer. A TLS socket cannot be reset and throws
 * on the attempt; there the end without a `close_notify` says the same.
 */
function cutConnection({ socket }: ServerResponse): void {
  if (socket instanceof TLSSocket) socket.destroy()
  else socket?.resetAndDestroy()
}

const errorNames = {
  unreachable: 'upstreamUnreachable',
  cut: 'upstreamUnreachable',
  timeout: 'upstreamTimeout',
  refused: 'serviceUnavailable',
} as const satisfies Readonly<Record<Failure, ErrorName>>

/** An answer to a write is much shorter. */
const maxKeptBytes = 1024 * 1024

const lingerMs = 2_000

function ended(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    request.once('end', resolve)
    request.once('close', resolve)
  })
}

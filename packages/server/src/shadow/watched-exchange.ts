import type { IncomingMessage } from 'node:http'
import type { HandedExchange } from './answers/exchange.ts'
import type { CallCopy, CopiedBody } from './passing/call-copy.ts'
import type { PassedExchange } from './passing/chosen-side.ts'

const maxRequestBytes = 256 * 1024
const maxAnswerBytes = 1024 * 1024

/** Copies a call and its answer while they pass. */
export class WatchedExchange implements CallCopy {
  readonly #call: Pick<PassedExchange, 'request' | 'path' | 'queryString'>
  readonly #body: CopiedBody
  readonly #answer: CopiedBody
  #answerHead: IncomingMessage | undefined
  /** Whether it is only learned. */
  isSampledOut = false

  constructor(
    call: Pick<PassedExchange, 'request' | 'path' | 'queryString'>,
    copyBody: (maxBytes: number) => CopiedBody,
  ) {
    this.#call = call
    this.#body = copyBody(maxRequestBytes)
    this.#answer = copyBody(maxAnswerBytes)
  }

  watchRequest(request: IncomingMessage): void {
    this.#body.watch(request)
  }

  watchAnswer(answer: IncomingMessage): void {
    this.#answerHead = answer
    this.#answer.watch(answer)
  }

  requestHead(): Uint8Array {
    return this.#body.bytes()
  }

  hasWholeRequest(): boolean {
    return this.#body.isWhole
  }

  release(): void {
    this.#body.release()
    this.#answer.release()
  }

  /** To be called last. @returns undefined if it was too long to be copied */
  exchange(): HandedExchange | undefined {
    const { request, path, queryString } = this.#call
    if (!this.#body.isWhole || !this.#answer.isWhole) return undefined
    const answerHeaders = this.#answerHead?.headers
    return {
      verb: request.method ?? '',
      path,
      queryString,
      batchSeparator: request.headers['top-api-separator']?.toString(),
      contentType: request.headers['content-type'],
      coding: request.headers['content-encoding'],
      body: this.#body.take(),
      answerType: answerHeaders?.['content-type'],
      answerCoding: answerHeaders?.['content-encoding'],
      answer: this.#answer.take(),
      isSampledOut: this.isSampledOut,
    }
  }
}

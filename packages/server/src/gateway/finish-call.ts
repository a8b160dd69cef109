import type { Text } from '@yaoquan/api'
import { addRequestId, type Encoding, encodeErrorBytes, type Parameters } from '@yaoquan/protocol'
import type { Outcome } from './allowed-call.ts'
import type { GatewayDependencies } from './gateway-dependencies.ts'
import { inLanguage } from './in-language.ts'

type Finished = Readonly<{
  outcome: Outcome
  parameters: Parameters
  /** App key of a verified caller; unverified keys are not logged. */
  appKey?: string | undefined
  encoding: Encoding
  /** Language of the app, as far as it is known; undefined: Chinese. */
  language?: keyof Text | undefined
  ip: string
  requestId: string
  startedMs: number
}>

/** Encodes the outcome and reports it to the telemetry. */
export function finishCall(call: Finished, gateway: GatewayDependencies): Uint8Array<ArrayBuffer> {
  const { outcome, requestId } = call
  const body = bodyOf(call)
  const requested = call.parameters.get('method')?.trim() ?? ''
  gateway.telemetry.callAnswered({
    requestId,
    method: gateway.methods.has(requested) ? requested : 'unknown',
    ip: call.ip,
    appKey: call.appKey ?? (outcome.kind === 'refused' ? outcome.appKey : undefined) ?? '',
    sellerId: outcome.kind === 'answered' ? outcome.sellerId : '',
    code: outcome.kind === 'refused' ? outcome.error.code : 0,
    subCode: outcome.kind === 'refused' ? (outcome.error.subCode ?? '') : '',
    durationMs: performance.now() - call.startedMs,
    answerLength: body.length,
  })
  return body
}

function bodyOf({ outcome, requestId, encoding, language }: Finished): Uint8Array<ArrayBuffer> {
  switch (outcome.kind) {
    case 'answered':
      return addRequestId(outcome.answer.encoded, requestId)
    case 'refused':
      return encodeErrorBytes(inLanguage(outcome.error, language), requestId, encoding)
    case 'lost':
      return noBody
  }
}

const noBody = new Uint8Array(0)

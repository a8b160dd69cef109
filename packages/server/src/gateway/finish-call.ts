import { type Encoding, encodeError, encodeResponse, type Parameters } from '@yaoquan/protocol'
import type { Outcome } from './authorize-and-perform.ts'
import type { GatewayParts } from './gateway-parts.ts'

type Finished = Readonly<{
  outcome: Outcome
  parameters: Parameters
  encoding: Encoding
  requestId: string
  /** On the scale of `performance.now()`. */
  startedMs: number
}>

/** Encodes the outcome and tells the telemetry of it. */
export function finishCall(call: Finished, parts: GatewayParts): string {
  const { outcome, requestId, encoding } = call
  const body =
    outcome.kind === 'answered'
      ? encodeResponse(outcome.definition, outcome.response, requestId, encoding)
      : encodeError(outcome.error, requestId, encoding)
  const asked = call.parameters.get('method')?.trim() ?? ''
  parts.telemetry.callAnswered({
    requestId,
    method: parts.methods.has(asked) ? asked : 'unknown',
    appKey: knownAppKey(call),
    sellerId: outcome.kind === 'answered' ? outcome.sellerId : '',
    code: outcome.kind === 'refused' ? outcome.error.code : 0,
    subCode: outcome.kind === 'refused' ? (outcome.error.subCode ?? '') : '',
    durationMs: performance.now() - call.startedMs,
    answerLength: body.length,
  })
  return body
}

const unprovenAppKeyCodes = new Set([9, 23, 28, 29, 41, 43])

/** Before the app is known `app_key` is any text a stranger sent (a phone, a secret): it does not go to the log. */
function knownAppKey({ outcome, parameters }: Finished): string {
  if (outcome.kind === 'refused' && unprovenAppKeyCodes.has(outcome.error.code)) return ''
  return parameters.get('app_key')?.trim() ?? ''
}

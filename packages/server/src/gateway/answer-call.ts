import { answerInCharset, contentType } from '@yaoquan/protocol'
import { authenticate } from './authenticate.ts'
import { authorizeAndPerform } from './authorize-and-perform.ts'
import type { Answer, IncomingCall } from './call/incoming-call.ts'
import { signedCallOf } from './call/signed-call.ts'
import { finishCall } from './finish-call.ts'
import type { GatewayParts } from './gateway-parts.ts'
import { checkHttpVerb } from './stages/check-http-verb.ts'
import { checkMethodGiven } from './stages/find-method.ts'
import { readCall } from './stages/read-parameters.ts'

/** One call on `/router/rest`, through every stage in the order of docs/reference/decisions.md, "Order of checks". */
export async function answerCall(call: IncomingCall, parts: GatewayParts): Promise<Answer> {
  const startedMs = performance.now()
  const requestId = parts.newRequestId()
  const { parameters, signed, encoding, charset, refusal } = await readCall(call, parts.callers)
  const caller =
    checkHttpVerb(call.verb) ??
    refusal ??
    checkMethodGiven(parameters) ??
    (await authenticate({ ...signed, ip: call.ip }, parts))
  const outcome =
    caller.kind === 'refused'
      ? caller
      : await authorizeAndPerform(
          {
            ...{ app: caller.app, parameters, requestId, nowMs: caller.nowMs, ip: call.ip },
            signedCall: signedCallOf({ entrance: 'rest', app: caller.app, ...signed }),
          },
          parts,
        )
  const known = caller.kind === 'refused' ? {} : { appKey: caller.app.appKey }
  const answer = finishCall({ outcome, parameters, ...known, encoding, ip: call.ip, requestId, startedMs }, parts)
  const isProven = caller.kind !== 'refused'
  const body = answerInCharset(answer, { encoding, charset })
  return {
    body,
    contentType: contentType(encoding, charset),
    isProven,
    ...(outcome.kind === 'lost' ? { isLost: true } : {}),
  }
}

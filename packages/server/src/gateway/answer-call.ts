import { answerInCharset, contentType } from '@yaoquan/protocol'
import type { Answer, IncomingCall } from './call/incoming-call.ts'
import { signedCallOf } from './call/signed-call.ts'
import { checkAndPerform } from './check-and-perform.ts'
import { readCall } from './checks/read-call.ts'
import { finishCall } from './finish-call.ts'
import type { GatewayDependencies } from './gateway-dependencies.ts'
import { checkCaller } from './order-of-checks.ts'

const verbs = ['GET', 'POST'] as const

/** `/router/rest`: one call. */
export async function answerCall(call: IncomingCall, gateway: GatewayDependencies): Promise<Answer> {
  const startedMs = performance.now()
  const requestId = gateway.newRequestId()
  const { ip } = call
  const read = await readCall(call, gateway.callers)
  const { parameters, encoding, charset } = read
  const caller = checkCaller({ verb: call.verb, verbs, namesMethod: true, read, ip }, gateway)
  if (caller.kind === 'refused') {
    const answer = finishCall({ outcome: caller, parameters, encoding, ip, requestId, startedMs }, gateway)
    return {
      body: answerInCharset(answer, { encoding, charset }),
      contentType: contentType(encoding, charset),
      isProven: false,
    }
  }
  const { app, nowMs } = caller
  const signedCall = signedCallOf({ entrance: 'rest', app, ...read.signed })
  const outcome = await checkAndPerform({ app, parameters, encoding, requestId, nowMs, ip, signedCall }, gateway)
  const answer = finishCall({ outcome, parameters, appKey: app.appKey, encoding, ip, requestId, startedMs }, gateway)
  return {
    body: answerInCharset(answer, { encoding, charset }),
    contentType: contentType(encoding, charset),
    isProven: true,
    isLost: outcome.kind === 'lost',
  }
}

import { answerInCharset, contentType } from '@yaoquan/protocol'
import type { Outcome } from './allowed-call.ts'
import type { Answer, IncomingCall } from './call/incoming-call.ts'
import { signedCallOf } from './call/signed-call.ts'
import { readCall } from './checks/read-call.ts'
import { finishCall } from './finish-call.ts'
import type { GatewayDependencies } from './gateway-dependencies.ts'
import { checkCaller } from './order-of-checks.ts'
import { checkAndPerform } from './perform-call.ts'

const verbs = ['GET', 'POST'] as const

/** `/router/rest`: one call. */
export async function answerCall(call: IncomingCall, gateway: GatewayDependencies): Promise<Answer> {
  const startedMs = performance.now()
  const requestId = gateway.newRequestId()
  const { ip, verb, language } = call
  const read = await readCall(call, gateway.callers)
  const { parameters, encoding, charset } = read
  const answer = (outcome: Outcome, appKey?: string): Answer => {
    const { language } = read.app ?? {}
    const body = finishCall({ outcome, parameters, appKey, encoding, language, ip, requestId, startedMs }, gateway)
    const type = contentType(encoding, charset)
    const isProven = appKey !== undefined
    return { body: answerInCharset(body, read), contentType: type, isProven, isLost: outcome.kind === 'lost' }
  }
  const caller = checkCaller({ verb, verbs, namesMethod: true, read, ip, language }, gateway)
  if (caller.kind === 'refused') return answer(caller)
  const { app, nowMs } = caller
  const signedCall = signedCallOf({ entrance: 'rest', app, ...read.signed })
  const proven = { app, parameters, encoding, requestId, nowMs, ip, signedCall }
  return answer(await checkAndPerform(proven, gateway), app.appKey)
}

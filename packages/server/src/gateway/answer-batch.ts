import type { Text } from '@yaoquan/api'
import { answerInCharset, contentType, joinAnswers, type ReadParameters, readBatch } from '@yaoquan/protocol'
import type { SignedCall } from '#methods/method'
import { Slice } from '#turns/task-queues'
import { type CallingApp, homeSellerOf, signedCallOf } from './call/callers.ts'
import { type Answer, type IncomingCall, type Refused, refuse } from './call/incoming-call.ts'
import { checkMethodGiven, type ReadCall, readCall, refuseUnclear } from './checks/call-checks.ts'
import type { GatewayDependencies } from './gateway-dependencies.ts'
import { checkCaller, clockSeller } from './order-of-checks.ts'
import { checkAndPerform, finishCall } from './perform-call.ts'

export const maxCallsOfBatch = 50
const verbs = ['GET', 'POST'] as const

/**
 * `/router/batch` (docs/reference/top-protocol.md, 6): the envelope is authenticated once, with the body text signed
 * after its parameters; then each call is checked and performed by itself, in order. If the envelope fails there is a single error body.
 */
export async function answerBatch(call: IncomingCall, gateway: GatewayDependencies): Promise<Answer> {
  const startedMs = performance.now()
  const { ip, batchSeparator } = call
  const envelope = await readCall({ ...call, contentType: 'text/plain', body: new Uint8Array(0) }, gateway.callers)
  const { parameters, encoding, charset } = envelope
  const language = envelope.app?.language
  const type = contentType(encoding, charset)
  const opened = await openBatch(call, envelope, gateway)
  if (opened.kind === 'refused') {
    const requestId = gateway.newRequestId()
    const answer = finishCall({ outcome: opened, parameters, encoding, language, ip, requestId, startedMs }, gateway)
    return { body: answerInCharset(answer, envelope), contentType: type, isProven: false }
  }
  const bodies: Uint8Array[] = []
  const slice = new Slice(gateway.longWorks)
  for (const own of opened.calls) {
    if (slice.isUsedUp) await slice.rest()
    bodies.push(await answerOne(own, { ...opened, envelope, ip }, gateway))
  }
  const body = answerInCharset(joinAnswers(bodies, batchSeparator), envelope)
  return { body, contentType: type, isProven: true }
}

type Opened = Readonly<{
  kind: 'opened'
  app: CallingApp
  calls: readonly ReadParameters[]
  signedCall: () => SignedCall
}>

async function openBatch(
  { verb, ip, body: bytes, batchSeparator: separator }: IncomingCall,
  envelope: ReadCall,
  gateway: GatewayDependencies,
): Promise<Opened | Refused> {
  const { parameters, charset } = envelope
  const body = new TextDecoder(charset).decode(bytes)
  const caller = checkCaller({ verb, verbs, namesMethod: false, read: envelope, body, ip }, gateway)
  if (caller.kind === 'refused') return caller
  const { app, nowMs } = caller
  const signedCall = signedCallOf({ entrance: 'batch', app, parameters, body: bytes, separator })
  const read = readBatch({ body, separator, charset, maxCalls: maxCallsOfBatch })
  if (read.kind !== 'too-many' && read.calls.length > 0) return { kind: 'opened', app, calls: read.calls, signedCall }
  await gateway.rememberSign({ sellerId: homeSellerOf(app), nowMs, sign: signedCall() })
  const rule = read.kind === 'too-many' ? tooManyCalls : noCalls
  return refuse('invalidArguments', { name: 'batch', rule })
}

const tooManyCalls: Text = { zh: `一次最多${maxCallsOfBatch}个调用`, en: `has more than ${maxCallsOfBatch} calls` }
const noCalls: Text = { zh: '请求体中没有调用', en: 'has no call in its body' }

/** One call of a batch: the envelope's parameters, then its own, which win. */
async function answerOne(
  own: ReadParameters,
  { app, signedCall, envelope, ip }: Opened & Readonly<{ envelope: ReadCall; ip: string }>,
  gateway: GatewayDependencies,
): Promise<Uint8Array> {
  const startedMs = performance.now()
  const requestId = gateway.newRequestId()
  const { encoding } = envelope
  const parameters = new Map([...envelope.parameters, ...(own.kind === 'unreadable' ? [] : own.parameters)])
  const nowMs = gateway.clock(clockSeller(app))
  const unclear = refuseUnclear(own) ?? checkMethodGiven(parameters)
  if (unclear) await gateway.rememberSign({ sellerId: homeSellerOf(app), nowMs, sign: signedCall() })
  const proven = { app, parameters, encoding, requestId, nowMs, ip, signedCall }
  const outcome = unclear ?? (await checkAndPerform(proven, gateway))
  const { appKey, language } = app
  return finishCall({ outcome, parameters, appKey, encoding, language, ip, requestId, startedMs }, gateway)
}

import {
  answerInCharset,
  type Charset,
  contentType,
  joinAnswers,
  type ReadParameters,
  readBatch,
} from '@yaoquan/protocol'
import type { SignedCall } from '#methods/method'
import { Slice } from '#turns/slice'
import type { CallingApp } from './call/callers.ts'
import type { Answer, IncomingCall } from './call/incoming-call.ts'
import { type Refused, refuse } from './call/refusal.ts'
import { homeSellerOf, signedCallOf } from './call/signed-call.ts'
import { checkAndPerform } from './check-and-perform.ts'
import { checkMethodGiven } from './checks/check-method.ts'
import { type ReadCall, readCall, refuseUnclear } from './checks/read-call.ts'
import { finishCall } from './finish-call.ts'
import type { GatewayDependencies } from './gateway-dependencies.ts'
import { checkCaller, clockSeller } from './order-of-checks.ts'

const maxCalls = 50
const verbs = ['GET', 'POST'] as const

/**
 * `/router/batch` (docs/reference/top-protocol.md, 6): the envelope is authenticated once, with the body text signed
 * after its parameters; then each call is checked and performed by itself, in order. If the envelope fails there is a single error body.
 */
export async function answerBatch(call: IncomingCall, gateway: GatewayDependencies): Promise<Answer> {
  const startedMs = performance.now()
  const envelope = await readCall({ ...call, contentType: 'text/plain', body: noBody }, gateway.callers)
  const { encoding, charset } = envelope
  const type = contentType(encoding, charset)
  const opened = await openBatch(call, { envelope, ip: call.ip, gateway })
  if (opened.kind === 'refused') {
    const requestId = gateway.newRequestId()
    const failed = { outcome: opened, parameters: envelope.parameters, encoding, ip: call.ip, requestId, startedMs }
    const body = answerInCharset(finishCall(failed, gateway), envelope)
    return { body, contentType: type, isProven: false }
  }
  const bodies: string[] = []
  const slice = new Slice(gateway.longWorks)
  for (const own of opened.calls) {
    if (slice.isUsedUp) await slice.rest()
    bodies.push(decoder.decode(await answerOne({ ...opened, own }, { envelope, ip: call.ip, gateway })))
  }
  const body = answerInCharset(new TextEncoder().encode(joinAnswers(bodies, call.batchSeparator)), envelope)
  return { body, contentType: type, isProven: true }
}

const noBody = new Uint8Array(0)
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

type Batch = Readonly<{ envelope: ReadCall; ip: string; gateway: GatewayDependencies }>

type Opened = Readonly<{
  kind: 'opened'
  app: CallingApp
  calls: readonly ReadParameters[]
  signedCall: () => SignedCall
}>

async function openBatch(call: IncomingCall, { envelope, gateway }: Batch): Promise<Opened | Refused> {
  const { parameters } = envelope
  const body = new TextDecoder(envelope.charset).decode(call.body)
  const arrived = { verb: call.verb, verbs, namesMethod: false, read: envelope, body, ip: call.ip }
  const caller = checkCaller(arrived, gateway)
  if (caller.kind === 'refused') return caller
  const { app, nowMs } = caller
  const signedCall = signedCallOf({
    entrance: 'batch',
    app,
    parameters,
    body: call.body,
    separator: call.batchSeparator,
  })
  const read = readCalls({ body, separator: call.batchSeparator, charset: envelope.charset })
  if (read.kind === 'refused') {
    await gateway.rememberSign({ sellerId: homeSellerOf(app), nowMs, sign: signedCall() })
    return read
  }
  return { kind: 'opened', app, calls: read.calls, signedCall }
}

type BatchText = Readonly<{ body: string; separator: string | undefined; charset: Charset }>

function readCalls(text: BatchText): (Pick<Opened, 'calls'> & { kind: 'read' }) | Refused {
  const read = readBatch({ ...text, maxCalls })
  if (read.kind === 'too-many') return refuse('invalidArguments', { name: 'batch', rule: `一次最多${maxCalls}个调用` })
  if (read.calls.length === 0) return refuse('invalidArguments', { name: 'batch', rule: '请求体中没有调用' })
  return read
}

/** One call of a batch: the envelope's parameters, then its own, which win. */
async function answerOne(
  { app, own, signedCall }: Readonly<{ app: CallingApp; own: ReadParameters; signedCall: () => SignedCall }>,
  { envelope, ip, gateway }: Batch,
): Promise<Uint8Array> {
  const startedMs = performance.now()
  const requestId = gateway.newRequestId()
  const parameters = new Map([...envelope.parameters, ...(own.kind === 'unreadable' ? [] : own.parameters)])
  const nowMs = gateway.clock(clockSeller(app))
  const unclear = refuseUnclear(own) ?? checkMethodGiven(parameters)
  if (unclear) await gateway.rememberSign({ sellerId: homeSellerOf(app), nowMs, sign: signedCall() })
  const { encoding } = envelope
  const proven = { app, parameters, encoding, requestId, nowMs, ip, signedCall }
  const outcome = unclear ?? (await checkAndPerform(proven, gateway))
  return finishCall({ outcome, parameters, appKey: app.appKey, encoding, ip, requestId, startedMs }, gateway)
}

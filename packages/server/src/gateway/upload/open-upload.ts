import type { ErrorName, InputOf, uploadCoupons } from '@yaoquan/api'
import { decodeRequest, encodeErrorBytes } from '@yaoquan/protocol'
import type { IncomingCall } from '#gateway/call/incoming-call'
import { type Refused, refuse } from '#gateway/call/refusal'
import { signedCallOf } from '#gateway/call/signed-call'
import { checkPermission } from '#gateway/checks/check-permission'
import { findSeller } from '#gateway/checks/find-seller'
import { readCall } from '#gateway/checks/read-call'
import type { GatewayDependencies } from '#gateway/gateway-dependencies'
import { checkCall, checkCaller } from '#gateway/order-of-checks'
import type { CouponUpload, UploadWriter } from '#methods/yaoquan.coupon.upload'

/** An upload whose parameters were signed by an app that may do it; its body is still to come. */
export type OpenedUpload = Readonly<{
  kind: 'opened'
  requestId: string
  /** The caller's address. */
  ip: string
  appKey: string
  sellerId: string
  outRequestNo: string
  writer: UploadWriter
  digest: SignedDigest
  /** Whether the app is still allowed to: an upload may run for so long that its app is disabled meanwhile. */
  isStillAllowed: () => Promise<boolean>
  /** On the scale of `performance.now()`. */
  startedMs: number
}>

/** The digest that the body must have, in lower-case hex. */
export type SignedDigest = Readonly<{ algorithm: 'md5' | 'sha256'; hex: string }>

/** An upload that was refused before its body: the error of the router, as JSON. */
export type RefusedUpload = Readonly<{ kind: 'refused'; code: number; body: Uint8Array }>

type Upload = Readonly<{ gateway: GatewayDependencies; upload: CouponUpload }>

/** The checks of a call before it is performed, over the parameters of the query string alone. */
export async function openUpload(
  call: IncomingCall,
  { gateway, upload }: Upload,
): Promise<OpenedUpload | RefusedUpload> {
  const startedMs = performance.now()
  const requestId = gateway.newRequestId()
  const head = { ...call, contentType: 'text/plain', body: noBody }
  const opened = await authorize(head, requestId, { gateway, upload }).catch((error: unknown) => {
    if (!gateway.mayPass(error)) throw error
    gateway.telemetry.callFailed({ requestId, method: upload.definition.name, error })
    return refuse('storeUnavailable')
  })
  const place = { requestId, ip: call.ip, startedMs }
  if (opened.kind === 'opened') return { ...opened, ...place }
  return refusedUpload(opened, { ...place, gateway, upload })
}

/** The answer to an upload that the transport cannot take. */
export function refuseUpload(
  { error, values = {} }: Readonly<{ error: ErrorName; values?: Readonly<Record<string, string | number>> }>,
  { gateway, upload }: Upload,
): RefusedUpload {
  const place = { requestId: gateway.newRequestId(), ip: '', startedMs: performance.now(), gateway, upload }
  return refusedUpload(refuse(error, values), place)
}

const noBody = new Uint8Array(0)
const verbs = ['POST'] as const

type Authorized = Omit<OpenedUpload, 'requestId' | 'ip' | 'startedMs'>

async function authorize(
  call: IncomingCall,
  requestId: string,
  { gateway, upload }: Upload,
): Promise<Authorized | Refused> {
  const read = await readCall(call, gateway.callers)
  const { parameters } = read
  const caller = checkCaller({ verb: call.verb, verbs, namesMethod: true, read, ip: call.ip }, gateway)
  if (caller.kind === 'refused') return caller
  const { app, nowMs } = caller
  const { name } = upload.definition
  const signedCall = signedCallOf({ entrance: 'upload', app, parameters })
  const methods = new Map([[name, upload]])
  const allowed = await checkCall({ app, parameters, nowMs, signedCall, methods }, gateway)
  if (allowed.kind === 'refused') return allowed
  const { sellerId } = allowed
  const sign = signedCall()
  const remembered = await gateway.rememberSign({ sellerId, nowMs, sign })
  if (remembered.kind === 'sign-reused') return refuse('reusedSignature')
  const decoded = decodeRequest(upload.definition, parameters)
  if (decoded.kind === 'refused') return decoded
  const digest = digestOf(decoded.input)
  if (digest.kind === 'refused') return digest
  const { grants } = app
  const writer = upload.open(decoded.input, { requestId, appKey: app.appKey, grants, sellerId, nowMs, sign })
  const isStillAllowed = async () => {
    const current = await gateway.callers.findApp(app.appKey)
    if (!current?.isEnabled || checkPermission(current, name)) return false
    return (await findSeller({ parameters, app: current, callers: gateway.callers, nowMs })).kind === 'found'
  }
  const { outRequestNo } = decoded.input
  return { kind: 'opened', appKey: app.appKey, sellerId, outRequestNo, writer, digest, isStillAllowed }
}

/** Without a signed digest, the body could be changed on its way. */
function digestOf(input: InputOf<typeof uploadCoupons>): (SignedDigest & Readonly<{ kind: 'digest' }>) | Refused {
  const { contentSha256: sha256, contentMd5: md5 } = input
  const rule = '应为十六进制的摘要'
  if (sha256 !== undefined) {
    if (!/^[0-9a-f]{64}$/i.test(sha256)) return refuse('invalidParameter', { field: 'content_sha256', rule })
    return { kind: 'digest', algorithm: 'sha256', hex: sha256.toLowerCase() }
  }
  if (md5 === undefined) return refuse('missingArguments', { name: 'content_sha256' })
  if (!/^[0-9a-f]{32}$/i.test(md5)) return refuse('invalidParameter', { field: 'content_md5', rule })
  return { kind: 'digest', algorithm: 'md5', hex: md5.toLowerCase() }
}

type RefusalPlace = Upload & Readonly<{ requestId: string; ip: string; startedMs: number }>

function refusedUpload({ error, appKey = '' }: Refused, place: RefusalPlace): RefusedUpload {
  const { gateway, upload, requestId, ip, startedMs } = place
  const body = encodeErrorBytes(error, requestId, 'json')
  gateway.telemetry.callAnswered({
    ...{ requestId, method: upload.definition.name, ip, appKey, sellerId: '' },
    ...{ code: error.code, subCode: error.subCode ?? '' },
    ...{ durationMs: performance.now() - startedMs, answerLength: body.length },
  })
  return { kind: 'refused', code: error.code, body }
}

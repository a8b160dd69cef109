import type { ErrorName, InputOf, uploadCoupons } from '@yaoquan/api'
import { decodeRequest, encodeErrorBytes } from '@yaoquan/protocol'
import { authenticate } from '#gateway/authenticate'
import type { IncomingCall } from '#gateway/call/incoming-call'
import { type Refused, refuse } from '#gateway/call/refusal'
import { signedCallOf } from '#gateway/call/signed-call'
import type { GatewayParts } from '#gateway/gateway-parts'
import { checkPermission } from '#gateway/stages/check-permission'
import { checkMethodGiven } from '#gateway/stages/find-method'
import { findSeller } from '#gateway/stages/find-seller'
import { readCall } from '#gateway/stages/read-parameters'
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
  /** Whether the app may do it still: an upload takes long enough to be stopped by disabling its app. */
  isStillAllowed: () => Promise<boolean>
  /** On the scale of `performance.now()`. */
  startedMs: number
}>

/** What the body must come to, lower-case hex. */
export type SignedDigest = Readonly<{ algorithm: 'md5' | 'sha256'; hex: string }>

/** An upload that does not begin: the error of the router, as JSON. */
export type RefusedUpload = Readonly<{ kind: 'refused'; code: number; body: Uint8Array }>

type Upload = Readonly<{ parts: GatewayParts; upload: CouponUpload }>

/** The stages of a call up to its performing, over the parameters of the query string alone. */
export async function openUpload(call: IncomingCall, { parts, upload }: Upload): Promise<OpenedUpload | RefusedUpload> {
  const startedMs = performance.now()
  const requestId = parts.newRequestId()
  const head = { ...call, contentType: 'text/plain', body: noBody }
  const opened = await authorize(head, requestId, { parts, upload }).catch((error: unknown) => {
    if (!parts.mayPass(error)) throw error
    parts.telemetry.callFailed({ requestId, method: upload.definition.name, error })
    return refuse('storeUnavailable')
  })
  const place = { requestId, ip: call.ip, startedMs }
  if (opened.kind === 'opened') return { ...opened, ...place }
  return refusedUpload(opened, { ...place, parts, upload })
}

/** The answer to an upload that the transport cannot take. */
export function refuseUpload(
  { error, values = {} }: Readonly<{ error: ErrorName; values?: Readonly<Record<string, string | number>> }>,
  { parts, upload }: Upload,
): RefusedUpload {
  const place = { requestId: parts.newRequestId(), ip: '', startedMs: performance.now(), parts, upload }
  return refusedUpload(refuse(error, values), place)
}

const noBody = new Uint8Array(0)

type Authorized = Omit<OpenedUpload, 'requestId' | 'ip' | 'startedMs'>

async function authorize(
  call: IncomingCall,
  requestId: string,
  { parts, upload }: Upload,
): Promise<Authorized | Refused> {
  const { parameters, refusal } = await readCall(call, parts.callers)
  const unclear = (call.verb === 'POST' ? undefined : refuse('httpActionNotAllowed')) ?? refusal
  if (unclear) return unclear
  const missing = checkMethodGiven(parameters)
  if (missing) return missing
  const caller = await authenticate({ parameters, ip: call.ip }, parts)
  if (caller.kind === 'refused') return caller
  const { app, nowMs } = caller
  const { name } = upload.definition
  if (parameters.get('method')?.trim() !== name) return refuse('invalidMethod')
  const forbidden = checkPermission(app, name)
  if (forbidden) return forbidden
  const seller = await findSeller({ parameters, app, callers: parts.callers, nowMs })
  if (seller.kind === 'refused') return seller
  const banned = await parts.meter.admit(app, nowMs)
  if (banned) return banned
  const { sellerId } = seller
  const sign = signedCallOf({ entrance: 'upload', app, parameters })()
  const remembered = await parts.rememberSign({ sellerId, nowMs, sign })
  if (remembered.kind === 'sign-reused') return refuse('reusedSignature')
  const decoded = decodeRequest(upload.definition, parameters)
  if (decoded.kind === 'refused') return decoded
  const digest = digestOf(decoded.input)
  if (digest.kind === 'refused') return digest
  const { grants } = app
  const writer = upload.open(decoded.input, { requestId, appKey: app.appKey, grants, sellerId, nowMs, sign })
  const isStillAllowed = async () => {
    const standing = await parts.callers.findApp(app.appKey)
    if (!standing?.isEnabled || checkPermission(standing, name)) return false
    return (await findSeller({ parameters, app: standing, callers: parts.callers, nowMs })).kind === 'found'
  }
  const { outRequestNo } = decoded.input
  return { kind: 'opened', appKey: app.appKey, sellerId, outRequestNo, writer, digest, isStillAllowed }
}

/** Without a digest under the signature anybody on the way could change the body. */
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
  const { parts, upload, requestId, ip, startedMs } = place
  const body = encodeErrorBytes(error, requestId, 'json')
  parts.telemetry.callAnswered({
    ...{ requestId, method: upload.definition.name, ip, appKey, sellerId: '' },
    ...{ code: error.code, subCode: error.subCode ?? '' },
    ...{ durationMs: performance.now() - startedMs, answerLength: body.length },
  })
  return { kind: 'refused', code: error.code, body }
}

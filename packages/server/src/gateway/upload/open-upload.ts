import type { ErrorName, InputOf, Text, uploadCoupons } from '@yaoquan/api'
import type { TextValues } from '@yaoquan/protocol'
import { decodeRequest, encodeErrorBytes } from '@yaoquan/protocol'
import { inLanguage } from '#gateway/answer-cache'
import { actorOf, type CallingApp, signedCallOf } from '#gateway/call/callers'
import { type IncomingCall, type Refused, refuse } from '#gateway/call/incoming-call'
import { checkPermission, findSeller, type ReadCall, readCall } from '#gateway/checks/call-checks'
import type { GatewayDependencies } from '#gateway/gateway-dependencies'
import { checkCall, checkCaller } from '#gateway/order-of-checks'
import type { CouponUpload, UploadWriter } from '#methods/yaoquan.coupon.upload'

/** An upload whose parameters were signed by an app that may do it; its body is still to come. */
export type OpenedUpload = Readonly<{
  kind: 'opened'
  requestId: string
  ip: string
  appKey: string
  /** Language of the reader, or else of the app; undefined: Chinese. */
  language: keyof Text | undefined
  sellerId: string
  outRequestNo: string
  writer: UploadWriter
  digest: SignedDigest
  /** Whether the app is still allowed to: an upload may run for so long that its app is disabled meanwhile. */
  isStillAllowed: () => Promise<boolean>
  startedMs: number
}>

/** The digest that the body must have, in lower-case hex. */
export type SignedDigest = Readonly<{ algorithm: 'md5' | 'sha256'; hex: string }>

/** An upload that was refused before its body: the error of the router, as JSON. */
export type RefusedUpload = Readonly<{ kind: 'refused'; code: number; body: Uint8Array }>

export type UploadHead = Pick<IncomingCall, 'verb' | 'path' | 'queryString' | 'ip' | 'readerLanguage'>

type Upload = Readonly<{ gateway: GatewayDependencies; upload: CouponUpload }>

/** The checks of a call before it is performed, over the parameters of the query string only. */
export async function openUpload(head: UploadHead, server: Upload): Promise<OpenedUpload | RefusedUpload> {
  const { gateway, upload } = server
  const place = { requestId: gateway.newRequestId(), ip: head.ip, startedMs: performance.now() }
  const call = { ...head, contentType: 'text/plain', body: new Uint8Array(0), batchSeparator: undefined }
  let app: CallingApp | undefined
  try {
    const read = await readCall(call, gateway.callers)
    app = read.app
    const opened = await authorize({ head, place, read }, server)
    return opened.kind === 'opened' ? opened : refusedUpload({ ...opened, language: app?.language }, place, server)
  } catch (error) {
    if (!gateway.mayPass(error)) throw error
    gateway.telemetry.callFailed({ requestId: place.requestId, method: upload.definition.name, error })
    return refusedUpload({ ...refuse('storeUnavailable'), language: app?.language }, place, server)
  }
}

/** Why the transport cannot take an upload, and whose it is where that is known. */
export type NotTaken = Readonly<{
  error: ErrorName
  values?: TextValues
  app?: Pick<OpenedUpload, 'appKey' | 'language'>
}>

/** The answer to an upload that the transport cannot take. */
export function refuseUpload({ error, values, app }: NotTaken, server: Upload): RefusedUpload {
  const place = { requestId: server.gateway.newRequestId(), ip: '', startedMs: performance.now() }
  const { appKey = '', language } = app ?? {}
  return refusedUpload({ ...refuse(error, values), appKey, language }, place, server)
}

const verbs = ['POST'] as const

type Place = Pick<OpenedUpload, 'requestId' | 'ip' | 'startedMs'>

type RefusedInLanguage = Refused & Readonly<{ language: keyof Text | undefined }>

type ReadHead = Readonly<{ head: UploadHead; place: Place; read: ReadCall }>

async function authorize(
  { head, place, read }: ReadHead,
  { gateway, upload }: Upload,
): Promise<OpenedUpload | Refused> {
  const { definition } = upload
  const { parameters } = read
  const caller = checkCaller({ verb: head.verb, verbs, namesMethod: true, read, ip: head.ip }, gateway)
  if (caller.kind === 'refused') return caller
  const { app, nowMs } = caller
  const { appKey, grants } = app
  const signedCall = signedCallOf({ entrance: 'upload', app, parameters })
  const methods = new Map([[definition.name, upload]])
  const allowed = await checkCall({ app, parameters, nowMs, signedCall, methods }, gateway)
  if (allowed.kind === 'refused') return allowed
  const { sellerId } = allowed
  const sign = signedCall()
  const remembered = await gateway.rememberSign({ sellerId, nowMs, sign })
  if (remembered.kind === 'sign-reused') return refuse('reusedSignature')
  const decoded = decodeRequest(definition, parameters)
  if (decoded.kind === 'refused') return decoded
  const digest = digestOf(decoded.input)
  if (digest.kind === 'refused') return digest
  const writer = upload.open(decoded.input, {
    requestId: place.requestId,
    appKey,
    actor: actorOf(app),
    grants,
    sellerId,
    nowMs,
    sign,
  })
  const isStillAllowed = async () => {
    const current = await gateway.callers.findApp(appKey)
    if (!current?.isEnabled || checkPermission(current, definition.name)) return false
    return (await findSeller({ parameters, app: current, callers: gateway.callers, nowMs })).kind === 'found'
  }
  const { outRequestNo } = decoded.input
  return {
    kind: 'opened',
    ...place,
    appKey,
    language: app.language,
    sellerId,
    outRequestNo,
    writer,
    digest,
    isStillAllowed,
  }
}

const hexDigest: Text = { zh: '应为十六进制的摘要', en: 'must be a digest in hexadecimal digits' }

/** Without a signed digest, the body could be changed on its way. */
function digestOf(input: InputOf<typeof uploadCoupons>): (SignedDigest & Readonly<{ kind: 'digest' }>) | Refused {
  const { contentSha256, contentMd5 } = input
  const [hex, field, digits] =
    contentSha256 === undefined
      ? ([contentMd5, 'content_md5', /^[0-9a-f]{32}$/i] as const)
      : ([contentSha256, 'content_sha256', /^[0-9a-f]{64}$/i] as const)
  if (hex === undefined) return refuse('missingArguments', { name: 'content_sha256' })
  if (!digits.test(hex)) return refuse('invalidParameter', { field, rule: hexDigest })
  return { kind: 'digest', algorithm: field === 'content_md5' ? 'md5' : 'sha256', hex: hex.toLowerCase() }
}

function refusedUpload(
  { error, appKey = '', language }: RefusedInLanguage,
  place: Place,
  { gateway, upload }: Upload,
): RefusedUpload {
  const { requestId, ip, startedMs } = place
  const body = encodeErrorBytes(inLanguage(error, language), requestId, 'json')
  gateway.telemetry.callAnswered({
    requestId,
    method: upload.definition.name,
    ip,
    appKey,
    sellerId: '',
    code: error.code,
    subCode: error.subCode ?? '',
    durationMs: performance.now() - startedMs,
    answerLength: body.length,
  })
  return { kind: 'refused', code: error.code, body }
}

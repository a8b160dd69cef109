import {
  baseString,
  findSignatureMistake,
  type Parameters,
  type SignedCall,
  type SignMethod,
  sign,
  signMethodOf,
  verifySignature,
} from '@yaoquan/protocol'
import { callRemarks } from './call-remarks.ts'
import { type Comparison, compareTexts } from './compare-texts.ts'
import { type PastedRequest, type Reading, type Remark, remarkOf } from './pasted-request.ts'
import { isBatch } from './read-pasted-request.ts'

export type Diagnosis = Readonly<{
  /** `unsigned`: the request has no signature. */
  verdict: 'valid' | 'invalid' | 'unsigned'
  parameters: Parameters
  /** The findings, the most severe first. */
  remarks: readonly Remark[]
  /** The correct base string, without the secret. */
  base: string
  /** `undefined` for an unknown sign_method. */
  expectedSign: string | undefined
  receivedSign: string | undefined
  /** How the signed text differs from `base`, if it is known from the mistake or was pasted. */
  difference: Comparison | undefined
}>

/** What is known besides the pasted request. */
export type Known = Readonly<{
  secret: string
  /** The base string that the caller's program computed, with or without the secret; may be blank. */
  ownBase: string
  /** The time to compare the timestamp with, in epoch milliseconds. */
  nowMs: number
}>

/** Diagnoses a pasted request and its signature. Stores and sends nothing. */
export function diagnoseSignature(pasted: PastedRequest, known: Known): Diagnosis {
  const batchBody = isBatch(pasted) ? pasted.body : ''
  const reading = matchingReading(pasted.readings, known.secret, batchBody)
  const { parameters, body } = signedOf(reading, batchBody)
  const base = baseString(parameters, { blank: 'signed', body })
  const receivedSign = parameters.get('sign')?.trim() || undefined
  const call = { parameters, secret: known.secret, body }
  const verdict = receivedSign === undefined ? 'unsigned' : verifySignature(call) ? 'valid' : 'invalid'
  const mistake = verdict === 'invalid' ? findSignatureMistake(call) : undefined
  const signedText = ownBaseWithoutSecret(known) ?? mistake?.signedText
  const remarks = [
    ...(mistake === undefined ? [] : [remarkOf('wrong', mistake.message)]),
    ...(verdict === 'valid' ? [validSignature] : []),
    ...pasted.remarks,
    ...callRemarks(pasted, reading, known.nowMs),
    ...(signedText === undefined
      ? []
      : ownBaseRemarks(known, { base, method: signMethodOf(parameters), receivedSign })),
  ]
  return {
    verdict,
    parameters,
    remarks: remarks.toSorted((left, right) => severity[left.level] - severity[right.level]),
    base,
    expectedSign: signedWith(signMethodOf(parameters), known.secret, base),
    receivedSign,
    difference: signedText === undefined || signedText === base ? undefined : compareTexts(base, signedText),
  }
}

const severity = { wrong: 0, doubtful: 1, fine: 2 } as const

const validSignature = remarkOf('fine', {
  zh: '签名正确：这个 AppSecret 与这些参数得到的就是请求中的 sign',
  en: 'The signature is valid: this secret and these parameters result in the sign of the request',
})

function signedWith(method: SignMethod | undefined, secret: string, base: string): string | undefined {
  return method === undefined ? undefined : sign(method, secret, base)
}

const noReading: Reading = { isDecoded: false, read: { kind: 'read', parameters: new Map() } }

/** The reading of the text with a valid signature; if there is none, the likeliest. */
function matchingReading(readings: readonly Reading[], secret: string, body: string): Reading {
  const matching = readings.find((reading) => verifySignature({ ...signedOf(reading, body), secret }))
  return matching ?? readings[0] ?? noReading
}

/** @param batchBody empty if the call is not a batch */
function signedOf({ read }: Reading, batchBody: string): SignedCall {
  return (read.kind === 'read' ? read.signed : undefined) ?? { parameters: read.parameters, body: batchBody }
}

/** @returns undefined if none was pasted */
function ownBaseWithoutSecret({ ownBase, secret }: Known): string | undefined {
  const text = ownBase.trim()
  if (text === '') return undefined
  const start = secret !== '' && text.startsWith(secret) ? secret.length : 0
  const end = secret !== '' && text.length > start && text.endsWith(secret) ? text.length - secret.length : text.length
  return text.slice(start, end)
}

type Signing = Readonly<{ base: string; method: SignMethod | undefined; receivedSign: string | undefined }>

/** Distinguishes a wrong base string from a wrong digest of the right one. */
function ownBaseRemarks(known: Known, { base, method, receivedSign }: Signing): readonly Remark[] {
  const own = ownBaseWithoutSecret(known)
  if (own === undefined) return []
  const isSigned = receivedSign?.toUpperCase() === signedWith(method, known.secret, own)
  if (own === base) return isSigned ? [] : [onlyDigestDiffers]
  return [isSigned ? ownBaseIsSigned : ownBaseDiffers]
}

const ownBaseIsSigned = remarkOf('wrong', {
  zh: '你的待签名串得到的正是请求中的 sign，但它与收到的参数不符：差异见下',
  en: 'Your base string results in the sign of the request but does not match the received parameters: see the difference below',
})
const ownBaseDiffers = remarkOf('wrong', {
  zh: '你的待签名串与服务端的不同：差异见下',
  en: "Your base string differs from the server's: see the difference below",
})
const onlyDigestDiffers = remarkOf('wrong', {
  zh: '你的待签名串与服务端的相同：问题在摘要这一步（AppSecret、算法或编码）',
  en: "Your base string equals the server's: the mistake is in the digest (secret, algorithm or encoding)",
})

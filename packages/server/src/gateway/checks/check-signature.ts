import { type Charset, explainSignature, type Parameters, verifySignature } from '@yaoquan/protocol'
import { type Refused, refuse } from '#gateway/call/refusal'

type Signed = Readonly<{
  parameters: Parameters
  /** The accepted secrets, the newest first. */
  secrets: readonly string[]
  /** Text of a body that is signed unchanged, after the parameters. */
  body?: string | undefined
  /** Charset of the signed bytes. */
  charset: Charset
}>

/** Signed with one of the secrets. */
export type Signature = Readonly<{ kind: 'signed'; isOldSecret: boolean }>

/**
 * Codes 24 and 25. An unknown sign_method fails the verification like a wrong sign. Every secret is tried, so that the time does not
 * reveal which one fits.
 * @param isSandbox whether code 25 says what is wrong (docs/reference/decisions.md, "Signature")
 */
export function checkSignature({ secrets, ...call }: Signed, isSandbox: boolean): Signature | Refused {
  if (!call.parameters.get('sign')?.trim()) return refuse('missingSignature')
  const fits = secrets.map((secret) => verifySignature({ ...call, secret }))
  if (fits.includes(true)) return { kind: 'signed', isOldSecret: fits[0] !== true }
  const refusal = refuse('invalidSignature')
  const [newest] = secrets
  if (!isSandbox || newest === undefined) return refusal
  const subMsg = explainSignature({ ...call, secret: newest }).slice(0, maxExplanation)
  return { ...refusal, error: { ...refusal.error, subMsg } }
}

/** Characters; a base string can be as long as a body. */
const maxExplanation = 8_192

import { explainSignature, type Parameters, verifySignature } from '@yaoquan/protocol'
import { type Refused, refuse } from '../refusal.ts'

type Signed = Readonly<{
  parameters: Parameters
  secret: string
  /** Body text of a batch, which is signed after the parameters. */
  body?: string | undefined
}>

/**
 * Codes 24 and 25. An unknown sign_method fails the verification like a wrong sign.
 * @param isSandbox whether code 25 says what is wrong (decisions, "Signature")
 */
export function checkSignature(signed: Signed, isSandbox: boolean): Refused | undefined {
  if (!signed.parameters.get('sign')?.trim()) return refuse('missingSignature')
  if (verifySignature(signed)) return undefined
  const refusal = refuse('invalidSignature')
  if (!isSandbox) return refusal
  return { ...refusal, error: { ...refusal.error, subMsg: explainSignature(signed).slice(0, maxExplanation) } }
}

/** Characters; a base string can be as long as a body. */
const maxExplanation = 8_192

import { type Parameters, verifySignature } from '@yaoquan/protocol'
import { type Refused, refuse } from '../refusal.ts'

type Signed = Readonly<{
  parameters: Parameters
  secret: string
  /** Body text of a batch, which is signed after the parameters. */
  body?: string | undefined
}>

/** Codes 24 and 25. An unknown sign_method fails the verification like a wrong sign. */
export function checkSignature(signed: Signed): Refused | undefined {
  if (!signed.parameters.get('sign')?.trim()) return refuse('missingSignature')
  const { parameters, secret, body } = signed
  return verifySignature({ parameters, secret, ...(body === undefined ? {} : { body }) })
    ? undefined
    : refuse('invalidSignature')
}

import { baseString } from './base-string.ts'
import { findSignatureMistake, type WronglySignedCall } from './signature-mistake.ts'

/**
 * Explains why a signature does not match. For the sandbox and tools only, since the text contains the signed
 * parameters (docs/reference/decisions.md, "Signature").
 * @returns a sentence in Chinese, then the base string without the secret
 */
export function explainSignature(call: WronglySignedCall): string {
  const base = baseString(call.parameters, { blank: 'signed', body: call.body ?? '' })
  return `${findSignatureMistake(call).message.zh}。服务端待签名串（不含AppSecret）: ${base}`
}

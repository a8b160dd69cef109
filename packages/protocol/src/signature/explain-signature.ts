import { baseString } from './base-string.ts'
import { findSignatureMistake, type UnfitCall } from './signature-mistake.ts'

/**
 * Why a signature does not fit, found by signing the call the wrong ways that callers are known to; for the sandbox and
 * tools only, since it shows what was signed (docs/reference/decisions.md, "Signature").
 * @returns a sentence in Chinese, then the base string without the secret
 */
export function explainSignature(call: UnfitCall): string {
  const base = baseString(call.parameters, { blank: 'signed', body: call.body ?? '' })
  return `${findSignatureMistake(call).says.zh}。服务端待签名串（不含AppSecret）: ${base}`
}

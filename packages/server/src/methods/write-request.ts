import { canonicalJson } from '#domain/lifecycle/canonical-json'
import type { WriteRequest } from '#domain/lifecycle/lifecycle-store'
import type { CallContext } from './method.ts'

/** A write with its caller's number: everything else in the input is its content. */
export function writeRequest(
  method: string,
  input: Readonly<{ outRequestNo: string }>,
  { sellerId, appKey, requestId, nowMs, sign }: CallContext,
): WriteRequest {
  const { outRequestNo, ...asked } = input
  return {
    sellerId,
    outRequestNo,
    method,
    content: canonicalJson(asked),
    actor: `app:${appKey}`,
    requestId,
    nowMs,
    sign,
  }
}

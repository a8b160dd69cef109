import type { NoticeOrigin } from '#domain/events/notices'
import { canonicalJson, type WriteRequest } from '#domain/lifecycle/lifecycle-store'
import type { SharedRequest } from '#domain/lifecycle/shared-act'
import { type CallContext, writeOfCall, writeRequest } from '#methods/method'

/** An act of an operator, with the number of the request or of the server's own if it has one: everything else in the input is its content. */
export function actRequest(
  method: string,
  { outRequestNo: requestNo, ...asked }: Readonly<{ outRequestNo?: string | undefined }>,
  { sellerId, actor, requestId, nowMs, ownNumber }: CallContext,
): SharedRequest {
  const content = canonicalJson({ sellerId, ...asked })
  return { requestNo: ownNumber ?? requestNo, ofSeller: sellerId, method, content, actor, requestId, nowMs }
}

/** The same of an act on what the seller alone has. Another person's repetition is a conflict. */
export function writeOfPerson(
  method: string,
  { outRequestNo, ...asked }: Readonly<{ outRequestNo?: string | undefined }>,
  context: CallContext,
): WriteRequest {
  if (outRequestNo === undefined) return writeOfCall(method, context)
  const numbered = { outRequestNo, actor: context.actor, ...asked }
  return writeRequest(method, numbered, context)
}

/** What an answer says of a request that was done before. */
export function doneBefore(isAlreadyDone: boolean): Readonly<{ alreadyDone: true | undefined }> {
  return { alreadyDone: isAlreadyDone ? true : undefined }
}

/** The origin of the notice of a call. */
export function noticeOrigin({ sellerId, actor, nowMs: atMs, requestId }: CallContext): NoticeOrigin {
  return { sellerId, atMs, actor, requestId }
}

import type { NoticeOrigin } from '#domain/events/notices'
import type { CallContext } from '#methods/method'

/** The origin of the notice of a call. */
export function noticeOrigin({ sellerId, actor, nowMs: atMs, requestId }: CallContext): NoticeOrigin {
  return { sellerId, atMs, actor, requestId }
}

import type { NoticeOrigin } from '#domain/events/notices'
import type { CallContext } from '#methods/method'

/** Where the notice of what a call did comes from. */
export function noticeOrigin({ sellerId, actor, nowMs: atMs, requestId }: CallContext): NoticeOrigin {
  return { sellerId, atMs, actor, requestId }
}

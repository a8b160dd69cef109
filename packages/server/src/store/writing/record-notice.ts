import type { SqlEngine } from '#database/sql-engine'
import { transactUnit } from '#database/unit-of-work'
import type { NoticeRecorder } from '#domain/events/event-store'
import type { Seals } from '#encryption/seals'
import { ChainHead } from '#store/events/chain-head'

/** Appends events of a seller that change no coupon and no template. */
export function createNoticeRecorder(engine: SqlEngine, seals: Seals): NoticeRecorder {
  return {
    recordNotice({ sellerId, kind, atMs, actor, after }) {
      return transactUnit(
        engine,
        async (unit) => {
          const head = new ChainHead({ unit, origin: { sellerId, atMs, actor, requestId: undefined }, seals })
          await head.append([{ kind, count: 1, after }])
          await head.close()
        },
        { sellerId },
      )
    },
  }
}

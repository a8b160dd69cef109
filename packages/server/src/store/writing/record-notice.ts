import type { SqlEngine } from '#database/sql-engine'
import { transactUnit } from '#database/unit-of-work'
import type { NoticeRecorder } from '#domain/events/event-store'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'

/** Appends events of a seller that change no coupon and no template. */
export function createNoticeRecorder(engine: SqlEngine, keyring: Keyring): NoticeRecorder {
  return {
    recordNotice({ sellerId, kind, atMs, actor, requestId, after }) {
      return transactUnit(engine, { sellerId }, async (unit) => {
        const head = new ChainHead({ unit, origin: { sellerId, atMs, actor, requestId }, keyring })
        await head.lock()
        head.append([{ kind, count: 1, after }])
        head.close()
      })
    },
  }
}

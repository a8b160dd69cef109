import { readValue } from '#database/record'
import type { SqlEngine } from '#database/sql-engine'
import { readBoundary } from '#store/events/retention-boundary'
import { deleteEvents, findEventUpTo } from '#store/tables/chain-event'

/** The events that the source removed after they were copied, a thousand numbers at a time. */
export async function dropRemovedEvents(to: SqlEngine, sellerId: string): Promise<void> {
  const { seq } = (await readBoundary(to.reader, sellerId)) ?? { seq: 0 }
  for (;;) {
    const first = Number((await readValue(to.reader, findEventUpTo({ sellerId, upToSeq: seq }))) ?? 0)
    if (first === 0) return
    await to.transact((transaction) =>
      transaction.run(deleteEvents({ sellerId, afterSeq: first - 1, upToSeq: Math.min(first + 999, seq) })),
    )
  }
}

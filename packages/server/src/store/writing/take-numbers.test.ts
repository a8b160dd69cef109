import { join } from 'node:path'
import { expect, test } from 'vitest'
import { positional } from '#database/statement'
import { issueDrafts } from '#domain/lifecycle/issue-drafts'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { draft } from '#testing/lane-acts'
import { openLaneStore } from '#testing/lane-store'
import { newSeller, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

test('coupons are numbered without gaps where a seller has more channels than one read or one write lists', async () => {
  const store = await openLaneStore(join(temporaryFolder(), 'channels.db'))
  try {
    const sellerId = newSeller()
    const channels = Array.from({ length: 1_001 }, (_, place) => `channel ${place}`)
    for (const round of ['first', 'second']) {
      const drafts = channels.map((channel) => {
        const { terms, state } = draft(`${round} ${channel}`)
        return { terms: { ...terms, channel }, state }
      })
      const [first, ...others] = drafts
      // Those that are not listed are read by name, also where another act of the group read before.
      const groups = [first === undefined ? [] : [first], others]
      const request = () => requestOf(sellerId)
      await Promise.all(
        groups.map((group) => runAct(issueDrafts, { lifecycle: store.lifecycle, request: request(), drafts: group })),
      )
    }
    const values = "SELECT counter_value FROM counter WHERE seller_id = ? AND counter_name LIKE 'channel:%'"
    const rows = await store.engine.reader.all(positional(values, [sellerId]))
    expect(rows.map(([value]) => value)).toEqual(channels.map(() => 2))
    expect(await store.audit(sellerId)).toMatchObject({ kind: 'intact' })
  } finally {
    await store.close()
  }
})

import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { positional } from '#database/statement'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { saveTemplate } from '#domain/lifecycle/save-template'
import { templateOf } from '#testing/example-template'
import { type Step, stepKinds, take } from '#testing/lane-acts'
import { type LaneStore, openLaneStore } from '#testing/lane-store'
import { newSeller, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

const soak = Number(process.env['YAOQUAN_SOAK'] ?? 1)
let store: LaneStore

beforeAll(async () => {
  store = await openLaneStore(join(temporaryFolder(), 'lanes.db'))
})
afterAll(() => store?.close())

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...stepKinds),
  code: fc.constantFrom('c0', 'c1', 'c2', 'c3'),
  order: fc.constantFrom('SO-1', 'SO-2', '订单18612255668'),
  phone: fc.constantFrom('18612255668', '18612255669', '18612255670', '18612255671', undefined),
  cardNo: fc.constantFrom('8801', '8802', undefined),
  attribute: fc.constantFrom('{"a":1}', '{"b":2}', undefined),
  isSigned: fc.boolean(),
})

async function begin(sellerId: string): Promise<void> {
  const call = { lifecycle: store.lifecycle, request: requestOf(sellerId, { outRequestNo: 'begin' }) }
  await runAct(saveTemplate, { ...call, terms: templateOf({ stockTotal: 3, memberTotal: 2 }) })
}

const compared = [
  'SELECT kind, coupon_seq, before_text, after_text, event_count FROM chain_event WHERE seller_id = ? ORDER BY event_seq',
  'SELECT phone_ref, member_no, state FROM phone_member WHERE seller_id = ? ORDER BY phone_ref, member_no',
  'SELECT phone_ref, is_alone, phone_lookup IS NULL FROM member_phone WHERE seller_id = ? ORDER BY phone_ref',
  'SELECT card_ref, member_no, state, home_phone_ref, is_alone FROM member_card WHERE seller_id = ? ORDER BY card_ref',
  'SELECT member_no, state, merged_into FROM member WHERE seller_id = ? ORDER BY member_no',
  'SELECT member_key, coupon_id, taken_total, day_text, taken_day FROM member_usage WHERE seller_id = ? ORDER BY member_key, coupon_id',
  'SELECT text_ref, text_kind, key_no FROM sealed_text WHERE seller_id = ? ORDER BY text_ref',
  'SELECT coupon_id, taken_total, day_text, taken_day FROM template_stock WHERE seller_id = ?',
  'SELECT counter_name, counter_value FROM counter WHERE seller_id = ? ORDER BY counter_name',
]

/** What is stored of a seller, as far as it is the same for two. */
async function rowsOf(sellerId: string) {
  const read = compared.map((text) => store.engine.reader.all(positional(text, [sellerId])))
  return (await Promise.all(read)).map((rows) => rows.map(String))
}

test('a group leaves what its acts leave one after the other, with the same answers, and what an audit accepts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 24 }), async (steps) => {
      const [together, alone] = [newSeller(), newSeller()]
      for (const sellerId of [together, alone]) await begin(sellerId)
      const { lifecycle } = store
      const answers = await Promise.all(steps.map((each, n) => take({ lifecycle, sellerId: together }, each, n)))
      const expected: unknown[] = []
      for (const [n, each] of steps.entries()) expected.push(await take({ lifecycle, sellerId: alone }, each, n))
      expect(answers).toEqual(expected)
      expect(await rowsOf(together)).toEqual(await rowsOf(alone))
      expect(await store.audit(together)).toMatchObject({ kind: 'intact' })
    }),
    { numRuns: 60 * soak },
  )
})

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sqliteProfile } from '#database/ddl-profile'
import { migrate } from '#database/migrate'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { transactUnit } from '#database/unit-of-work'
import { loadAll } from '#domain/lifecycle/act'
import { issueDrafts } from '#domain/lifecycle/issue-drafts'
import { couponsAsIssued } from '#domain/lifecycle/reads'
import { ChainHead } from '#store/events/chain-head'
import { Identifiers } from '#store/members/identifiers'
import { migrations } from '#store/schema/migrations'
import { draftOf } from '#testing/example-draft'
import { MemberKeysInMemory } from '#testing/member-keys-in-memory'
import { temporaryFolder } from '#testing/temporary-folder'
import { openTestKeyring } from '#testing/test-keys'
import { applyChanges } from './apply-changes.ts'
import { readLoader } from './load-reads.ts'
import { type WriterParts, writerParts } from './writer-parts.ts'

const sellerId = '123'

test('a phone of a transaction that was rolled back is not shown for the one that gets its number', async () => {
  const engine = await openSqliteEngine(join(temporaryFolder(), 'numbers.db'))
  await migrate(engine, sqliteProfile, migrations)
  const keyring = await openTestKeyring(engine)
  const memberKeys = new MemberKeysInMemory()
  const identifiers = new Identifiers(keyring, memberKeys)
  const within = <Result>(work: (writing: WriterParts) => Promise<Result>) =>
    transactUnit(engine, { sellerId }, async (unit) => {
      const origin = { sellerId, atMs: 1, actor: 'app:1', requestId: undefined }
      const head = new ChainHead({ unit, origin, keyring })
      await head.lock()
      const result = await work(writerParts({ unit, identifiers, keyring, memberKeys, origin, head }))
      head.close()
      return result
    })
  /** The second issue reads what the first wrote. */
  const issueTwice = async (writing: WriterParts, phone: string) => {
    const drafts = [draftOf({ couponCode: phone, phone, cardNo: `card of ${phone}`, attribute: `of ${phone}` })]
    for (const _ of [1, 2]) {
      const found = await loadAll(issueDrafts.reads({ drafts }, { nowMs: 1 }), readLoader(writing))
      const decision = issueDrafts.decide({ input: { drafts }, found, nowMs: 1 })
      if (decision.kind === 'done') await applyChanges(writing, decision.changes)
    }
  }
  const rolledBack = within(async (writing) => {
    await issueTwice(writing, '13800000001')
    throw new Error('rolled back')
  })
  await expect(rolledBack).rejects.toThrow('rolled back')
  await within((writing) => issueTwice(writing, '13800000002'))
  const found = await within(async (writing) => readLoader(writing)(couponsAsIssued(['13800000001', '13800000002'])))
  expect([...found.values()].map(({ terms: { phone, cardNo, attribute } }) => ({ phone, cardNo, attribute }))).toEqual([
    { phone: '13800000002', cardNo: 'card of 13800000002', attribute: 'of 13800000002' },
  ])
  await engine.close()
})

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sqliteProfile } from '#database/ddl-profile'
import { migrate } from '#database/migrate'
import type { SqlReader } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { migrations } from '#store/schema/migrations'
import { draftOf } from '#testing/example-draft'
import { issuerOn } from '#testing/issue-drafts'
import { longListsContract } from '#testing/long-lists-contract'
import { MemberKeysInMemory } from '#testing/member-keys-in-memory'
import { temporaryFolder } from '#testing/temporary-folder'
import { openTestKeyring } from '#testing/test-keys'
import { LongLists } from './long-lists.ts'

const folder = temporaryFolder()

longListsContract('SQLite', async () => {
  const engine = await openSqliteEngine(join(folder, 'lists.db'))
  await migrate(engine, sqliteProfile, migrations)
  return engine
})

test('a coupon issued while another question reads the end of the list is counted', async () => {
  const engine = await openSqliteEngine(join(folder, 'late.db'))
  await migrate(engine, sqliteProfile, migrations)
  const keyring = await openTestKeyring(engine)
  const memberKeys = new MemberKeysInMemory()
  const issuer = issuerOn({ engine, keyring, memberKeys })
  const issue = (first: number, count: number) => {
    const drafts = Array.from({ length: count }, (_, place) =>
      draftOf({ couponCode: `c${first + place}`, cardNo: '0' }),
    )
    return issuer.issueCoupons('1', drafts, 1)
  }
  await issue(0, 5)
  // As over a network, where the answer to the last block of a walk may come after other answers.
  let reads = 0
  const answered = Promise.withResolvers<void>()
  const atEnd = Promise.withResolvers<void>()
  const reader: SqlReader = {
    all: (statement) => engine.reader.all(statement),
    async one(statement) {
      reads += 1
      const isEnd = reads === 4
      const row = await engine.reader.one(statement)
      if (isEnd) {
        atEnd.resolve()
        await answered.promise
      }
      return row
    },
  }
  const lists = new LongLists({ reader, monotonicMs: () => 0, step: 2 })
  const list = { sellerId: '1', key: 'card_ref', keyValue: 1, filters: [] } as const
  const walking = lists.count(list)
  await atEnd.promise
  await issue(5, 1)
  const asking = lists.count(list)
  answered.resolve()
  expect([(await walking).totalCount, (await asking).totalCount]).toEqual([5, 6])
  await engine.close()
})

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sqliteProfile } from '#database/ddl-profile'
import { migrate } from '#database/migrate'
import type { SqlEngine } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { issueDrafts } from '#domain/lifecycle/issue-drafts'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { voidCoupons } from '#domain/lifecycle/void-coupons'
import { Identifiers } from '#store/members/identifiers'
import { migrations } from '#store/schema/migrations'
import { draftOf } from '#testing/example-draft'
import { MemberKeysInMemory } from '#testing/member-keys-in-memory'
import { requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { openTestKeyring } from '#testing/test-keys'
import { createLifecycleStore } from './write-once.ts'

const folder = temporaryFolder()

test('a reason of many coupons is looked up once', async () => {
  const engine = await openSqliteEngine(join(folder, 'reasons.db'))
  await migrate(engine, sqliteProfile, migrations)
  let lookUps = 0
  const counting: SqlEngine = {
    ...engine,
    transact: (work, options) =>
      engine.transact(
        (transaction) =>
          work({
            ...transaction,
            all(statement) {
              const { text } = statement
              if (text.includes('FROM sealed_text') && !text.includes('UNION')) lookUps += 1
              return transaction.all(statement)
            },
          }),
        options,
      ),
  }
  const keyring = await openTestKeyring(engine)
  const memberKeys = new MemberKeysInMemory()
  const lifecycle = createLifecycleStore({
    engine: counting,
    keyring,
    identifiers: new Identifiers(keyring, memberKeys),
    memberKeys,
  })
  const couponCodes = Array.from({ length: 20 }, (_, place) => `c${place}`)
  const drafts = couponCodes.map((couponCode) => draftOf({ couponCode, attribute: undefined }))
  await runAct(issueDrafts, { lifecycle, request: requestOf('111'), drafts })
  lookUps = 0
  await runAct(voidCoupons, { lifecycle, request: requestOf('111'), couponCodes, reason: '取消' })
  await engine.close()
  expect(lookUps).toBeLessThan(4)
})

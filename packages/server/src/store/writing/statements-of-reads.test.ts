import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqliteProfile } from '#database/ddl-profile'
import { migrate } from '#database/migrate'
import type { SqlEngine, SqlTransaction } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { transactUnit } from '#database/unit-of-work'
import { claimCoupons } from '#domain/lifecycle/claim-coupons'
import { issueDrafts } from '#domain/lifecycle/issue-drafts'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { mergeMembers } from '#domain/lifecycle/merge-members'
import type { ReadKind, ReadKinds } from '#domain/lifecycle/reads'
import { saveTemplate } from '#domain/lifecycle/save-template'
import { memberId } from '#domain/members/member'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import { Identifiers } from '#store/members/identifiers'
import { migrations } from '#store/schema/migrations'
import { draftOf } from '#testing/example-draft'
import { templateOf } from '#testing/example-template'
import { MemberKeysInMemory } from '#testing/member-keys-in-memory'
import { requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { openTestKeyring } from '#testing/test-keys'
import { readLoader } from './load-reads.ts'
import { createLifecycleStore } from './write-once.ts'
import { writerParts } from './writer-parts.ts'

const sellerId = '111'
const memberKeys = new MemberKeysInMemory()
let engine: SqlEngine
let keyring: Keyring
let identifiers: Identifiers
let statements = 0

/** Three coupons, each of a member of its own: the second and the third are merged into the first. */
beforeAll(async () => {
  engine = counting(await openSqliteEngine(join(temporaryFolder(), 'reads.db')))
  await migrate(engine, sqliteProfile, migrations)
  keyring = await openTestKeyring(engine)
  identifiers = new Identifiers(keyring, memberKeys)
  const lifecycle = createLifecycleStore({ engine, keyring, identifiers, memberKeys })
  const drafts = [1, 2, 3].map((n) => draftOf({ couponCode: `c${n}`, phone: `1380000000${n}`, cardNo: `card ${n}` }))
  await runAct(issueDrafts, { lifecycle, request: requestOf(sellerId), drafts })
  for (const from of [3, 2]) {
    const pair = { from: memberId(from), into: memberId(1), reason: undefined }
    await runAct(mergeMembers, { lifecycle, request: requestOf(sellerId), ...pair })
  }
})
afterAll(() => engine.close())

function counting(opened: SqlEngine): SqlEngine {
  const counted =
    <Given extends readonly unknown[], Result>(ask: (...input: Given) => Result) =>
    (...input: Given): Result => {
      statements += 1
      return ask(...input)
    }
  const countingIn = (transaction: SqlTransaction): SqlTransaction => {
    return { ...transaction, all: counted(transaction.all), one: counted(transaction.one) }
  }
  return { ...opened, transact: (work, options) => opened.transact((one) => work(countingIn(one)), options) }
}

/** How many statements a read takes, in an act that reads nothing else. */
function statementsOf<Kind extends ReadKind>(kind: Kind, by: ReadKinds[Kind]['by']): Promise<number> {
  return transactUnit(engine, { sellerId }, async (unit) => {
    const origin = { sellerId, atMs: 1, actor: 'app:1', requestId: undefined }
    const head = new ChainHead({ unit, origin, keyring })
    await head.lock()
    const load = readLoader(writerParts({ unit, identifiers, keyring, memberKeys, origin, head }))
    statements = 0
    await load({ kind, by })
    return statements
  })
}

const today = '2026-11-24'
const named = [1, 2, 3].map((n) => ({ phone: `1380000000${n}`, cardNo: `card ${n}` }))
const codes = ['c1', 'c2', 'c3']
const numbers = [1, 2, 3]
const counted = numbers.map((memberNo) => ({ kind: 'member', memberNo }) as const)
const byPhone = { kind: 'phone', phoneRef: 1 } as const
const byMember = { kind: 'member', memberNo: 1 } as const

/** What a read of several is asked for, and how many statements it takes, for whatever number of keys. */
type Rows = {
  readonly [Kind in ReadKind]?: readonly [one: ReadKinds[Kind]['by'], three: ReadKinds[Kind]['by'], number]
}

const rows: Rows = {
  coupons: [['c1'], codes, 1],
  couponsBySeq: [[1], numbers, 1],
  lastReturns: [[1], numbers, 2],
  voidings: [[1], numbers, 1],
  lastSteps: [[1], numbers, 1],
  redemptions: [['r1'], ['r1', 'r2', 'r3'], 1],
  redemptionsOfCoupons: [[1], numbers, 1],
  uploadsOfCoupons: [[1], numbers, 1],
  templateVersions: [[{ couponId: 'T', version: 1 }], [1, 2, 3].map((version) => ({ couponId: 'T', version })), 1],
  groupsWithShop: [{ names: ['a'], shop: '01' }, { names: ['a', 'b', 'c'], shop: '01' }, 1],
  templates: [['T'], ['T', 'U', 'V'], 1],
  existingGroups: [['a'], ['a', 'b', 'c'], 1],
  takenCodes: [['c1'], codes, 1],
  memberClaims: [{ couponId: 'T', of: [byMember] }, { couponId: 'T', of: counted }, 1],
  claimsBefore: [
    { couponId: 'T', today, of: [[byMember]] },
    { couponId: 'T', today, of: counted.map((by) => [by]) },
    1,
  ],
  limitedClaims: [[1], numbers, 1],
  shops: [['01'], ['01', '02', '03'], 1],
  categories: [['1'], ['1', '2', '3'], 1],
}

test.each(Object.entries(rows))('a read of %s takes as many statements for three as for one', async (kind, row) => {
  const [one, three, expected] = row
  const each = [
    await statementsOf(kind as ReadKind, one as never),
    await statementsOf(kind as ReadKind, three as never),
  ]
  expect(each).toEqual([expected, expected])
})

test('claims before a counter are counted in one statement with those of a phone', async () => {
  expect(await statementsOf('claimsBefore', { couponId: 'T', today, of: [[...counted, byPhone]] })).toBe(1)
})

test('the first claim of a limited template by a phone of three members takes as many statements as by that of one', async () => {
  const lifecycle = createLifecycleStore({ engine, keyring, identifiers, memberKeys })
  const membersOf = (phone: string, cards: readonly string[]) => {
    const drafts = cards.map((cardNo) => draftOf({ couponCode: `of ${cardNo}`, phone, cardNo }))
    return runAct(issueDrafts, { lifecycle, request: requestOf(sellerId), drafts })
  }
  const [ofOne, ofThree] = ['13900000001', '13900000003']
  await membersOf(ofOne, ['one'])
  await membersOf(ofThree, ['first', 'second', 'third'])
  const terms = templateOf({ couponId: 'limited', memberTotal: 1 })
  await runAct(saveTemplate, { lifecycle, request: requestOf(sellerId), terms })
  const claimBy = async (phone: string) => {
    const member = { phone, cardNo: undefined }
    const input = { couponId: 'limited', member, count: 1, channel: undefined, randomBytes }
    statements = 0
    const { kind } = await claimCoupons({ lifecycle, request: requestOf(sellerId), ...input })
    return { kind, statements }
  }
  const first = await claimBy(ofOne)
  expect(first.kind).toBe('done')
  expect(await claimBy(ofThree)).toEqual(first)
})

test('identities and members of three that are known take as many statements as those of one', async () => {
  const [one = { phone: undefined, cardNo: undefined }] = named
  expect(await statementsOf('identities', named)).toBe(await statementsOf('identities', [one]))
  const keysOf = (some: typeof named) => {
    return { phones: some.map(({ phone }) => phone), cards: some.map(({ cardNo }) => cardNo) }
  }
  expect(await statementsOf('members', keysOf(named))).toBe(await statementsOf('members', keysOf(named.slice(0, 1))))
})

test('members that are merged into one are found step by step, each step by one statement', async () => {
  const found = await statementsOf('mergedMembers', 1)
  expect([found, await statementsOf('mergedMembers', 3)]).toEqual([2, 1])
})

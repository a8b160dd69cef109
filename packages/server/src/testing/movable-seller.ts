import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { assignSeller } from '#administration/assign-seller'
import { moveSellerTo, type SellerMoveReport } from '#administration/move-seller'
import { addStore } from '#administration/other-stores'
import { systemRequest } from '#domain/lifecycle/shared-act'
import { openAudit } from '#store/audit/open-audit'
import { tables } from '#store/tables/tables'
import { type JoinedStore, openStores } from '#stores/open-stores'
import { administer } from './administer.ts'
import { draftOf } from './example-draft.ts'
import { issuerOf } from './issue-drafts.ts'

const nowMs = Date.parse('2026-11-24T12:00:00+08:00')
const masterKey = 'ab'.repeat(32)

type OnProgress = (progress: Readonly<{ kind: string }>) => void

export type MovableSeller = Readonly<{
  dataDir: string
  place: Readonly<{ dataDir: string; masterKey: string }>
  /** Moves seller 222. */
  move: (to: string, onProgress?: OnProgress) => Promise<SellerMoveReport>
  /** Folders of the stores. */
  east: string
  west: string
  north: string
}>

/**
 * A directory with seller 111, and the stores east, with sellers 222 and 333, west, and maybe north. All have the same master key.
 * @param dataDir does not exist; the other stores are beside it
 */
export async function movableSeller(dataDir: string, others = ['east', 'west']): Promise<MovableSeller> {
  const place = { dataDir, masterKey }
  const folderOf = (other: string) => `${dataDir}-${other}`
  await within(dataDir, (store) => administer(store, nowMs).createSeller({ sellerId: '111', name: '一' }))
  for (const other of others) await addStore(place, { name: other, location: `sqlite:${folderOf(other)}` })
  await within(dataDir, async (store) => {
    for (const sellerId of ['222', '333']) {
      const seller = { sellerId, name: '二', storeName: 'east' }
      expect(await assignSeller(store, seller, systemRequest(nowMs))).toBe('assigned')
    }
  })
  const move: MovableSeller['move'] = (to, onProgress = () => undefined) =>
    moveSellerTo(place, { sellerId: '222', to, onProgress, settleMs: 0 })
  return { dataDir, place, move, east: folderOf('east'), west: folderOf('west'), north: folderOf('north') }
}

export async function within<Result>(dataDir: string, work: (store: JoinedStore) => Promise<Result>): Promise<Result> {
  const store = await openStores({ dataDir, masterKey })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Numbers of the rows that a store has of a seller, by table. */
export function rowsOf(dataDir: string, sellerId: string): Readonly<Record<string, number>> {
  const database = new Database(join(dataDir, 'yaoquan.db'), { readonly: true })
  const counts = tables.flatMap(({ name, columns }) => {
    if (!columns.some((column) => column === 'seller_id')) return []
    const count = database.prepare(`SELECT COUNT(*) FROM ${name} WHERE seller_id = ?`).pluck().get(sellerId)
    return Number(count) > 0 ? [[name, Number(count)] as const] : []
  })
  database.close()
  return Object.fromEntries(counts)
}

/** What audits of stores find. */
export async function findings(...folders: readonly string[]): Promise<readonly unknown[]> {
  const found: unknown[] = []
  for (const dataDir of folders) {
    const audit = await openAudit({ dataDir, masterKey })
    const { store, sellers } = await audit.verify({})
    await audit.close()
    found.push(...[store, ...sellers.map(({ verdict }) => verdict)].filter(({ kind }) => kind !== 'intact'))
  }
  return found
}

export function issue(store: JoinedStore, couponCode: string, sellerId = '222') {
  return issuerOf(store).issueCoupons(sellerId, [draftOf({ couponCode, channel: 'app' })], nowMs)
}

/** The coupons of seller 222 among these codes. */
export async function codesOf({ lifecycleReader }: JoinedStore, among: readonly string[]): Promise<readonly string[]> {
  const found = await lifecycleReader.findCoupons('222', among)
  return found.map(({ terms }) => terms.couponCode).toSorted()
}

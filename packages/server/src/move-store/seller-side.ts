import type { SqlEngine, SqlReader, SqlTransaction } from '#database/sql-engine'
import { transactRepeating, withTransact } from '#database/transactions'
import { OperatorError } from '#errors/operator-error'
import type { Keyring } from '#store/keys/keyring'
import { keyringOfPlace } from '#store/keys/open-keyring'
import type { MemberKeyDatabase } from '#store/members/open-member-keys'
import { refuseMovingStore } from '#store/schema/move-mark'
import { eventHeadOfRow, findEventHead, isFencedHead } from '#store/tables/event-head'
import { findSeller, sellerOfRow } from '#store/tables/seller'
import { openSource } from './open-moving-engine.ts'

/** A store of which a seller is moved, or into which. Servers have it open. */
export type SellerSide = Readonly<{
  /** Its name in the directory. */
  name: string
  engine: SqlEngine
  /** Database with the keys of members. */
  memberKeys: MemberKeyDatabase
  keyring: Keyring
  close(): Promise<void>
}>

/** @property dataDir has the keys, unless one is given */
export type SidePlace = Readonly<{ name: string; location: string; dataDir: string; masterKey?: string | undefined }>

/** @throws OperatorError when there is no store, its key or schema does not fit, or it is being moved as a whole */
export async function openSide(place: SidePlace): Promise<SellerSide> {
  const { engine, memberKeys, close } = await openSource(place.location)
  try {
    await refuseMovingStore(engine)
    const keyring = await keyringOfPlace(engine.reader, place)
    return { name: place.name, engine, memberKeys, keyring, close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * How a store knows a seller. `store`: the name in its row; undefined: this store keeps the seller. `hasEvents`: every seller has, from its
 * registration on, but where its rows are being removed.
 */
export type SellerState = Readonly<{
  isRegistered: boolean
  store: string | undefined
  isFenced: boolean
  hasEvents: boolean
}>

/** Whether a store keeps a seller, and servers write there. */
export function isKept({ isRegistered, store, isFenced }: SellerState): boolean {
  return isRegistered && store === undefined && !isFenced
}

export async function readState(
  reader: SqlReader & Partial<Pick<SqlTransaction, 'lockOne'>>,
  sellerId: string,
): Promise<SellerState> {
  const head = await (reader.lockOne?.(findEventHead({ sellerId })) ?? reader.one(findEventHead({ sellerId })))
  const row = await reader.one(findSeller({ sellerId }))
  return {
    isRegistered: row !== undefined,
    store: row && sellerOfRow(row).storeName,
    isFenced: head !== undefined && isFencedHead(head),
    hasEvents: head !== undefined && eventHeadOfRow(head).newestSeq > 0,
  }
}

/**
 * An engine whose transactions first make sure of the state of the seller, which cannot change before they end. Another command that has
 * gone further stops this one.
 */
export function guarded(engine: SqlEngine, sellerId: string, isExpected: (state: SellerState) => boolean): SqlEngine {
  return withTransact(engine, (work, options) =>
    transactRepeating(
      engine,
      async (transaction) => {
        if (!isExpected(await readState(transaction, sellerId))) throw otherCommand(sellerId)
        return work(transaction)
      },
      { ...options, sellerId },
    ),
  )
}

export function otherCommand(sellerId: string): OperatorError {
  return new OperatorError({
    zh: `另一个命令正在迁移连锁 ${sellerId}，请待其结束后再执行`,
    en: `another command moves seller ${sellerId}: run this one again when that has ended`,
  })
}

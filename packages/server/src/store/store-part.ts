import { bytesOf, readValue } from '#database/record'
import type { SqlEngine } from '#database/sql-engine'
import { transactUnit } from '#database/unit-of-work'
import { OperatorError } from '#errors/operator-error'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import { changeSealed } from '#store/keys/sealed-sets'
import { propertySet } from '#store/keys/sealed-tables'
import { readPurpose, type StorePurpose } from '#store/store-purpose'
import { type EventRow, eventOfRow, findEventsAfter } from '#store/tables/chain-event'
import {
  findHeadsOfStore,
  findSeller,
  headOfStoreRow,
  isComing,
  listSellers,
  listSellersOfOtherStores,
  sellerOfRow,
  setAccessSeq,
} from '#store/tables/seller'
import {
  deleteStoreProperty,
  findStoreProperty,
  idProperty,
  insertStoreProperty,
  partProperty,
} from '#store/tables/store-property'

/** What a store does as one of several: as the directory, which knows where sellers are, or as another one, which keeps some. */
export interface StorePart {
  /** Every seller of the directory, with the other store that keeps its data; undefined: the directory itself. */
  readPlaces(): Promise<ReadonlyMap<string, string | undefined>>
  /** In another store: the sellers that were moved away, with the stores that they went to. */
  readLeft(): Promise<ReadonlyMap<string, string>>
  /** In the directory: the newest events there of the sellers of another store. They are of apps and people only. */
  findHeads(storeName: string): Promise<readonly SellerHead[]>
  /** Events of a seller, in order. */
  listAccessEvents(sellerId: string, afterSeq: number): Promise<readonly EventRow[]>
  /** In another store: the event of the directory up to which the seller has them; undefined for a seller that is not registered there. */
  findAccessSeq(sellerId: string): Promise<number | undefined>
  /** In another store: appends an event of the directory, once. */
  appendAccessEvent(event: EventRow, nowMs: number): Promise<void>
  /** What it is served for; undefined before it was served. */
  readPurpose(): Promise<StorePurpose | undefined>
  /** Identifies the store, also after it moved. */
  readId(): Promise<string>
  /**
   * In another store: makes it part of a directory, once and for good.
   * @throws OperatorError when it is part of another one, has another name there, or has sellers or apps of its own
   */
  join(membership: Membership): Promise<void>
  /** @throws OperatorError unless it is part of the directory, under the name */
  checkPart(membership: Membership): Promise<void>
  /** @throws OperatorError when it is part of a directory, and so cannot be one */
  checkDirectory(): Promise<void>
}

type SellerHead = Readonly<{ sellerId: string; newestSeq: number }>
type Membership = Readonly<{ directoryId: string; name: string }>

const eventsAtOnce = 100

export function createStorePart({ engine, keyring }: Readonly<{ engine: SqlEngine; keyring: Keyring }>): StorePart {
  const { reader } = engine
  const readProperty = async (propertyName: string) =>
    bytesOf(await readValue(reader, findStoreProperty({ propertyName })))
  const readMembership = async () => {
    const content = await readProperty(partProperty)
    return content && Buffer.from(content).toString('utf8')
  }
  const readId = async () => Buffer.from((await readProperty(idProperty)) ?? []).toString('hex')
  const checkPart = async (membership: Membership) => {
    if ((await readMembership()) !== textOf(membership)) throw notPart(membership)
  }
  return {
    async readPlaces() {
      const sellers = (await reader.all(listSellers())).map(sellerOfRow)
      return new Map(sellers.map(({ sellerId, storeName }) => [sellerId, storeName]))
    },
    async readLeft() {
      const sellers = (await reader.all(listSellersOfOtherStores())).map(sellerOfRow)
      const named = sellers.map(({ sellerId, storeName = '' }) => [sellerId, storeName] as const)
      return new Map(named.filter(([, storeName]) => !isComing(storeName)))
    },
    findHeads: async (storeName) => (await reader.all(findHeadsOfStore({ storeName }))).map(headOfStoreRow),
    async listAccessEvents(sellerId, afterSeq) {
      return (await reader.all(findEventsAfter({ sellerId, afterSeq, limit: eventsAtOnce }))).map(eventOfRow)
    },
    async findAccessSeq(sellerId) {
      const row = await reader.one(findSeller({ sellerId }))
      return row && (sellerOfRow(row).accessSeq ?? 0)
    },
    async appendAccessEvent({ sellerId, lastSeq, kind, actor, requestId, before, after }, nowMs) {
      await transactUnit(engine, { sellerId, isRepeatable: true }, async (unit) => {
        const head = new ChainHead({ unit, keyring, origin: { sellerId, atMs: nowMs, actor, requestId } })
        await head.lock()
        if ((await unit.run(setAccessSeq({ sellerId, accessSeq: lastSeq }))) === 0) return
        head.append([{ kind, count: 1, before, after: withSource(after, lastSeq) }])
        head.close()
      })
    },
    readPurpose: () => readPurpose(engine),
    readId,
    checkPart,
    async checkDirectory() {
      if ((await readMembership()) !== undefined) throw noDirectory
    },
    async join(membership) {
      if ((await readId()) === membership.directoryId) throw notEmpty
      if ((await readMembership()) !== undefined) return checkPart(membership)
      if ((await reader.one(listSellers())) !== undefined) throw notEmpty
      const content = Buffer.from(textOf(membership), 'utf8')
      const key = { property_name: partProperty }
      await engine.transact((transaction) =>
        changeSealed({ transaction, keyring, set: propertySet, key }, async () => {
          await transaction.run(deleteStoreProperty({ propertyName: partProperty }))
          await transaction.run(insertStoreProperty(partProperty, content))
        }),
      )
    },
  }
}

function textOf({ directoryId, name }: Membership): string {
  return `${directoryId} ${name}`
}

/** Names the event of the directory that the event is of. */
function withSource(after: string | undefined, directoryEvent: number): string {
  return JSON.stringify({ ...(after === undefined ? {} : JSON.parse(after)), directory_event: directoryEvent })
}

function notPart({ name }: Membership): OperatorError {
  return new OperatorError({
    zh: `此处的数据不是以 ${name} 之名加入本目录的`,
    en: `the store at this place is not part of this directory under the name ${name}`,
  })
}

const noDirectory = new OperatorError({
  zh: '这处存储属于另一目录，请以 --data 或 --store 指明该目录',
  en: 'this store is part of a directory: name that by --data or --store',
})

const notEmpty = new OperatorError({
  zh: '此处已有连锁的数据，请为新的存储另选一处',
  en: 'this place has data of sellers already; choose an empty one for another store',
})

import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { cellText } from '#database/record'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { CouponPageQuery } from '#domain/coupon/coupon-store'
import { askInBatches } from '#store/events/question-batches'
import type { FindHead } from '#store/events/seller-heads'
import {
  keyedVersionSumOfRow,
  rangeVersionSumOfRow,
  sumVersionsUnderKey,
  sumVersionsUnderKeys,
  versionSumOfRow,
} from '#store/tables/coupon-versions'
import type { CouponKeyFinder, CouponKeys } from './coupon-keys.ts'
import { widePageStatements } from './coupon-pages.ts'
import { type NarrowList, namedBy, narrowListsOf } from './narrow-list.ts'

/** What tags are read from. */
type PageTagSource = Readonly<{
  engine: Pick<SqlEngine, 'reader' | 'dataVersion' | 'connectionVersion'>
  findHead: FindHead
  keys: CouponKeyFinder
  /** Rises when members of a seller were erased, whose phones and cards pages must not show any longer. */
  generationOf?: (sellerId: string) => number
}>

type KnownTag = Readonly<{
  /** How often connections were opened or failed and members were erased, and the newest event of the seller, when the tag was read. */
  connections: string
  head: string
  tag: string
}>

/**
 * Names pages with their present content, without reading them, by the sum of the versions of the coupons under the key of the page. A
 * coupon's version starts at 1 and rises with each step, and coupons are never deleted, so the sum rises with every change, from any
 * process. A tag is cached while its seller has no new event.
 */
export class PageTags {
  /** A seller that moves to another store is read there by tags of their own: that store counts no erasures of before. */
  readonly #own = randomBytes(6).toString('hex')
  readonly #source: PageTagSource
  readonly #sum: SumVersions
  readonly #sumAgain: SumVersions
  readonly #known = new LRUCache<string, KnownTag>({ maxSize: maxKnownTags, sizeCalculation: () => 1 })

  constructor(source: PageTagSource) {
    const { engine } = source
    const isServer = engine.dataVersion === undefined
    this.#source = source
    this.#sum = sumVersionsWith(engine.reader)
    this.#sumAgain = isServer ? sumVersionsTogetherWith(engine.reader) : this.#sum
  }

  /** @returns undefined for a page of a list that is too long to sum */
  async find(query: CouponPageQuery): Promise<string | undefined> {
    const { engine, findHead, keys: finder } = this.#source
    // When a connection broke, a page may show a commit that no other server of the cluster has, so its tag is not used again.
    const erasures = this.#source.generationOf?.(query.sellerId) ?? 0
    const connections = `${this.#own}.${engine.connectionVersion?.() ?? 0}.${erasures}`
    // The head is read before the sum: a change in between makes the remembered tag unused, never wrong.
    const head = await findHead(query.sellerId)
    const page = nameOf(query)
    const known = this.#known.get(page)
    if (known !== undefined && known.head === head?.newest && known.connections === connections) return known.tag
    const keys = await finder.findAt(head, query.sellerId, namedBy(query.filter))
    const sumList = known === undefined ? this.#sum : this.#sumAgain
    const sum = keys === undefined ? unknown : await this.#sumPage(query, { keys, sumList })
    if (sum === undefined) return undefined
    const tag = `${connections} ${sum} ${keys?.tag} ${page}`
    if (head !== undefined) this.#known.set(page, { connections, head: head.newest, tag })
    return tag
  }

  #sumPage(
    query: CouponPageQuery,
    { keys, sumList }: Readonly<{ keys: CouponKeys; sumList: SumVersions }>,
  ): Promise<string | undefined> {
    const [list] = narrowListsOf(query, keys)
    return list === undefined ? sumWidePage(this.#source.engine.reader, query) : sumList(list)
  }
}

async function sumWidePage(reader: SqlReader, query: CouponPageQuery): Promise<string> {
  return rangeVersionSumOfRow(await reader.one(widePageStatements(query).sumVersions))
}

/** Unambiguous, whatever the texts hold. */
function nameOf({ sellerId, filter, pageSize, pageNum }: CouponPageQuery): string {
  const { channel, phone, cardNo, couponCode } = filter
  return JSON.stringify([sellerId, channel, phone, cardNo, couponCode, pageSize, pageNum])
}

/** A phone or card that the seller does not have. */
const unknown = 'unknown'
/** Some 10 MB. */
const maxKnownTags = 16_384

type Sum = string | undefined

/** Sums the versions of the coupons under the key of a list; undefined for a list that is too long. */
type SumVersions = (list: NarrowList) => Promise<Sum>

/** Sums the versions of one list, of which only a part is looked at if it is long. */
function sumVersionsWith(reader: SqlReader): SumVersions {
  return ofEachKey(async ({ sellerId, key, keyValue }) =>
    versionSumOfRow(await reader.one(sumVersionsUnderKey[key]({ sellerId, keyValue }))),
  )
}

/** Sums each key of a list by itself, with all coupons under it: more may change than the list shows, and never less. */
function ofEachKey(sum: SumVersions): SumVersions {
  return async (list) => {
    if (list.merged === undefined) return sum(list)
    const { sellerId, key, keyValue, merged } = list
    const keys = [
      { key, keyValue },
      ...merged.cardRefs.map((ref) => ({ key: 'card_ref', keyValue: ref }) as const),
      ...merged.phoneRefs.map((ref) => ({ key: 'phone_ref', keyValue: ref }) as const),
    ]
    const sums = await Promise.all(keys.map((one) => sum({ ...one, sellerId, filters: [] })))
    return sums.includes(undefined) ? undefined : sums.join()
  }
}

/** Sums lists that were short when they were last summed, together with others. */
function sumVersionsTogetherWith(reader: SqlReader): SumVersions {
  const sum = askInBatches(async (lists: readonly NarrowList[]) => {
    const groups = [...Map.groupBy(lists, ({ sellerId, key }) => `${key} ${sellerId}`).values()]
    const sums = new Map((await Promise.all(groups.map((group) => sumGroup(reader, group)))).flat())
    return lists.map((list) => (sums.has(nameOfList(list)) ? sums.get(nameOfList(list)) : noCoupons))
  })
  return ofEachKey(sum)
}

/** @param group lists of one seller under one key */
async function sumGroup(reader: SqlReader, group: readonly NarrowList[]): Promise<readonly (readonly [string, Sum])[]> {
  const [first] = group
  if (first === undefined) return []
  const { sellerId, key } = first
  const keyValues = group.map(({ keyValue }) => keyValue)
  const rows = await allInList(reader, sumVersionsUnderKeys[key], { sellerId, keyValues })
  return rows.map(keyedVersionSumOfRow).map(([keyValue, sum]) => [nameOfList({ sellerId, key, keyValue }), sum])
}

function nameOfList({ sellerId, key, keyValue }: Pick<NarrowList, 'sellerId' | 'key' | 'keyValue'>): string {
  return `${key} ${sellerId} ${cellText(keyValue)}`
}

const noCoupons = '0 0'

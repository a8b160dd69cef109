import { paddedList, textForList } from '#database/in-list'
import type { SqlReader, SqlValue } from '#database/sql-engine'
import type { NarrowList } from '#store/reading/narrow-list'
import {
  keyedVersionSumOfRow,
  sumVersionsUnderKey,
  sumVersionsUnderKeys,
  versionSumOfRow,
} from '#store/tables/coupon-versions'
import { QuestionBatches } from './question-batches.ts'

type Sum = string | undefined

/** Sums the versions of the coupons under the key of a list. */
export class VersionSums {
  readonly #reader: SqlReader
  readonly #batches: QuestionBatches<NarrowList, Sum>

  constructor(reader: SqlReader) {
    this.#reader = reader
    this.#batches = new QuestionBatches((lists) => this.#sumTogether(lists))
  }

  /**
   * @param isTogether sums it together with other lists; it must have been short when it was last summed
   * @returns undefined for a list that is too long, of which only a part is looked at
   */
  async find(list: NarrowList, isTogether: boolean): Promise<Sum> {
    if (isTogether) return this.#batches.ask(list)
    const { sellerId, key, keyValue } = list
    return versionSumOfRow(await this.#reader.one(sumVersionsUnderKey[key], [sellerId, keyValue]))
  }

  async #sumTogether(lists: readonly NarrowList[]): Promise<readonly Sum[]> {
    const groups = [...Map.groupBy(lists, ({ sellerId, key }) => `${key} ${sellerId}`).values()]
    const sums = new Map((await Promise.all(groups.map((group) => this.#sumGroup(group)))).flat())
    return lists.map((list) => (sums.has(nameOf(list)) ? sums.get(nameOf(list)) : noCoupons))
  }

  /** @param group lists of one seller under one key */
  async #sumGroup(group: readonly NarrowList[]): Promise<readonly (readonly [name: string, sum: Sum])[]> {
    const [first] = group
    if (first === undefined) return []
    const { sellerId, key } = first
    const padded = paddedList(group.map(({ keyValue }) => keyValue))
    const rows = await this.#reader.all(textForList(sumVersionsUnderKeys[key], padded), [sellerId, ...padded])
    return rows.map(keyedVersionSumOfRow).map(([keyValue, sum]) => [nameOf({ sellerId, key, keyValue }), sum])
  }
}

function nameOf({ sellerId, key, keyValue }: Pick<NarrowList, 'sellerId' | 'key' | 'keyValue'>): string {
  return `${key} ${sellerId} ${textOf(keyValue)}`
}

function textOf(value: SqlValue): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)
}

const noCoupons = '0 0'

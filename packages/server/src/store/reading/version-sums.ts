import { cellText } from '#database/record'
import type { SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import { askInBatches } from '#store/events/question-batches'
import {
  keyedVersionSumOfRow,
  sumVersionsUnderKey,
  sumVersionsUnderKeys,
  versionSumOfRow,
} from '#store/tables/coupon-versions'
import type { NarrowList } from './narrow-list.ts'

type Sum = string | undefined

/** Sums the versions of the coupons under the key of a list; undefined for a list that is too long. */
export type SumVersions = (list: NarrowList) => Promise<Sum>

/** Sums the versions of one list, of which only a part is looked at if it is long. */
export function sumVersionsWith(reader: SqlReader): SumVersions {
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
export function sumVersionsTogetherWith(reader: SqlReader): SumVersions {
  const sum = askInBatches(async (lists: readonly NarrowList[]) => {
    const groups = [...Map.groupBy(lists, ({ sellerId, key }) => `${key} ${sellerId}`).values()]
    const sums = new Map((await Promise.all(groups.map((group) => sumGroup(reader, group)))).flat())
    return lists.map((list) => (sums.has(nameOf(list)) ? sums.get(nameOf(list)) : noCoupons))
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
  return rows.map(keyedVersionSumOfRow).map(([keyValue, sum]) => [nameOf({ sellerId, key, keyValue }), sum])
}

function nameOf({ sellerId, key, keyValue }: Pick<NarrowList, 'sellerId' | 'key' | 'keyValue'>): string {
  return `${key} ${sellerId} ${cellText(keyValue)}`
}

const noCoupons = '0 0'

import { businessErrors, findAtDesk, type MethodDefinition, queryCoupon } from '@yaoquan/api'
import { LRUCache } from 'lru-cache'

export type Guesser = Readonly<{ appKey: string; shop: string | undefined; ip: string }>

/** Limits the misses of look-ups by a code without a member, so that coupons cannot be found by trying codes. */
export interface CodeGuesses {
  /** @returns seconds until the next look-up, at least 1; 0 when it may go on */
  wait(guesser: Guesser): number
  /** Charges codes that no coupon has. */
  missed(guesser: Guesser, codes: number): void
}

type Bucket = { misses: number; atMs: number }

/** Buckets in memory; the least recently used is dropped first. */
const maxBuckets = 50_000
const minuteMs = 60_000

/**
 * One bucket per app, shop and address, in this process, so a guesser exhausts only its own. Codes that exist cost nothing.
 * @param missesPerMinute misses a bucket holds and regains per minute; 0 sets no limit
 */
export function createCodeGuesses(missesPerMinute: number, monotonicMs: () => number): CodeGuesses {
  const buckets = new LRUCache<string, Bucket>({ maxSize: maxBuckets, sizeCalculation: () => 1 })
  const regainMs = minuteMs / missesPerMinute
  const bucketOf = (guesser: Guesser): Bucket | undefined => {
    const bucket = buckets.get(keyOf(guesser))
    if (bucket === undefined) return undefined
    const nowMs = monotonicMs()
    bucket.misses = Math.max(0, bucket.misses - (nowMs - bucket.atMs) / regainMs)
    bucket.atMs = nowMs
    return bucket
  }
  return {
    wait(guesser) {
      if (missesPerMinute === 0) return 0
      const misses = bucketOf(guesser)?.misses ?? 0
      return misses + 1 <= missesPerMinute ? 0 : Math.ceil(((misses + 1 - missesPerMinute) * regainMs) / 1000)
    },
    missed(guesser, codes) {
      if (missesPerMinute === 0 || codes === 0) return
      const misses = (bucketOf(guesser)?.misses ?? 0) + codes
      buckets.set(keyOf(guesser), { misses, atMs: monotonicMs() })
    },
  }
}

function keyOf({ appKey, shop, ip }: Guesser): string {
  return JSON.stringify([appKey, ip, shop?.slice(0, maxShopLength)])
}

const maxShopLength = 64

/** A call that names coupons by their codes and no member. */
export type CodeLookUp = Readonly<{
  shop: string | undefined
  /** The code is looked up for itself, whatever else the call names. */
  isAtDesk: boolean
}>

/** Finds calls that could be used to guess codes: those that name coupons by code and neither phone nor card. */
export function lookUpByCode({ name }: Pick<MethodDefinition, 'name'>, input: object): CodeLookUp | undefined {
  const query = member(input, 'query')
  const requested = typeof query === 'object' && query !== null ? query : input
  const isByCode = member(requested, 'couponCode') !== undefined || member(requested, 'couponCodes') !== undefined
  const namesMember = member(requested, 'phone') !== undefined || member(requested, 'cardNo') !== undefined
  const isAtDesk = name === findAtDesk.name
  if (!isByCode || (namesMember && !isAtDesk)) return undefined
  const shop = member(requested, 'shop')
  return { shop: typeof shop === 'string' ? shop : undefined, isAtDesk }
}

/** @returns how many of the codes no coupon has, as far as the answer tells */
export function missedCodes(response: object, { isAtDesk }: Pick<CodeLookUp, 'isAtDesk'>): number {
  const result = member(response, 'result')
  if (typeof result !== 'object' || result === null) return 0
  if (isAtDesk) return Number(member(result, 'coupon') === undefined)
  const missing =
    countWith(result, 'items', ['outcome', 'not_found']) + countWith(result, 'coupons', ['reasonCode', 'NOT_FOUND'])
  return missing > 0 ? missing : Number(notFoundCodes.has(member(result, 'errorCode')))
}

function countWith(result: object, list: string, [name, value]: readonly [string, string]): number {
  const items = member(result, list)
  return Array.isArray(items) ? items.filter((item) => member(item, name) === value).length : 0
}

const notFoundCodes: ReadonlySet<unknown> = new Set([
  businessErrors.couponNotFound.code,
  queryCoupon.errorCodes[0].code,
])

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

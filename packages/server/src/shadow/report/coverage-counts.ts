import { createHash } from 'node:crypto'

/** Coupons, or members by phone or card, by what a shadow run saw of them. */
type Covered = Readonly<{
  /** Different ones in answers that were compared, estimated. */
  seen: number
  /** Those of them that were equal on both sides at least once, estimated. */
  agreed: number
  /** Those that our store has; undefined before it was looked at, and for members, of whom one may have several phones. */
  known: number | undefined
}>

export type Coverage = Readonly<{ coupons: Covered; members: Covered }>

/** Plain data, to be written as JSON: registers of `DistinctCounter`, and how many our store has. */
export type CoverageCounts = Readonly<{
  couponsSeen: string
  couponsAgreed: string
  membersSeen: string
  membersAgreed: string
  knownCoupons?: number | undefined
}>

/** One coupon of a compared answer. */
export type CoveredCoupon = Readonly<{
  sellerId: string
  couponCode: string
  /** Phone or card; undefined where the answer names none. */
  member: string | undefined
  isEqual: boolean
}>

/** Counts how many coupons and members had an answer that was compared, and one that agreed. */
export class CoverageCounter {
  readonly #couponsSeen: DistinctCounter
  readonly #couponsAgreed: DistinctCounter
  readonly #membersSeen: DistinctCounter
  readonly #membersAgreed: DistinctCounter
  #knownCoupons: number | undefined

  /** @param counts of an earlier run, which are continued */
  constructor(counts: CoverageCounts | undefined) {
    this.#couponsSeen = new DistinctCounter(counts?.couponsSeen)
    this.#couponsAgreed = new DistinctCounter(counts?.couponsAgreed)
    this.#membersSeen = new DistinctCounter(counts?.membersSeen)
    this.#membersAgreed = new DistinctCounter(counts?.membersAgreed)
    this.#knownCoupons = counts?.knownCoupons
  }

  /** @param coupons of one answer. A member agrees if all of their coupons on the page do. */
  saw(coupons: readonly CoveredCoupon[]): void {
    for (const { sellerId, couponCode, isEqual } of coupons) {
      this.#couponsSeen.add(`${sellerId} ${couponCode}`)
      if (isEqual) this.#couponsAgreed.add(`${sellerId} ${couponCode}`)
    }
    for (const [member, own] of Map.groupBy(coupons, ({ sellerId, member }) => member && `${sellerId} ${member}`)) {
      if (member === undefined) continue
      this.#membersSeen.add(member)
      if (own.every(({ isEqual }) => isEqual)) this.#membersAgreed.add(member)
    }
  }

  /** @returns whether it is another number */
  knows(coupons: number): boolean {
    const isOther = coupons !== this.#knownCoupons
    this.#knownCoupons = coupons
    return isOther
  }

  data(): CoverageCounts {
    return {
      couponsSeen: this.#couponsSeen.data(),
      couponsAgreed: this.#couponsAgreed.data(),
      membersSeen: this.#membersSeen.data(),
      membersAgreed: this.#membersAgreed.data(),
      knownCoupons: this.#knownCoupons,
    }
  }
}

export function coverageOf(counts: CoverageCounts | undefined): Coverage {
  const count = (written: string | undefined) => new DistinctCounter(written).count()
  const covered = (seen: string | undefined, agreed: string | undefined, known: number | undefined): Covered => {
    const ofAll = count(seen)
    return { seen: ofAll, agreed: Math.min(ofAll, count(agreed)), known }
  }
  return {
    coupons: covered(counts?.couponsSeen, counts?.couponsAgreed, counts?.knownCoupons),
    members: covered(counts?.membersSeen, counts?.membersAgreed, undefined),
  }
}

/** 2^12, so the estimate has a standard error of 1.6 %. */
const registers = 4_096
const indexBits = 12

/**
 * Estimates how many different texts it was given, in 4 kB (HyperLogLog; small numbers by linear counting). It keeps no text, and none can
 * be read back.
 */
export class DistinctCounter {
  readonly #ranks: Uint8Array

  /** @param written what `data` gave; anything else begins anew */
  constructor(written = '') {
    const bytes = Buffer.from(written, 'base64')
    this.#ranks = bytes.length === registers ? new Uint8Array(bytes) : new Uint8Array(registers)
  }

  add(text: string): void {
    const digest = createHash('sha256').update(text).digest()
    const place = digest.readUInt16BE(0) >>> (16 - indexBits)
    const rank = Math.clz32(digest.readUInt32BE(2)) + 1
    if (rank > (this.#ranks[place] ?? 0)) this.#ranks[place] = rank
  }

  count(): number {
    let [sum, empty] = [0, 0]
    for (const rank of this.#ranks) {
      sum += 2 ** -rank
      if (rank === 0) empty += 1
    }
    const estimate = ((0.7213 / (1 + 1.079 / registers)) * registers * registers) / sum
    const isSmall = estimate <= 2.5 * registers && empty > 0
    return Math.round(isSmall ? registers * Math.log(registers / empty) : estimate)
  }

  /** To be written, and to be given to the next one. */
  data(): string {
    return Buffer.from(this.#ranks).toString('base64')
  }
}

import type { Redemption } from '#domain/coupon/coupon'
import { type RedeemedAmounts, restOfCoupon, type Sale, type StoredRedemption } from '#domain/sales/sale'
import type { CouponInReturn, SoldOrder } from '#domain/sales/sale-store'
import type { UnjudgedTerm } from '#domain/templates/offer-of-coupon'
import { type Change, changedAmounts, goodsReturned, newRedemption, returned, steps } from './changes.ts'
import type { CouponRefusal, RedemptionRefusal } from './coupon-refusal.ts'
import { policyOf } from './give-back-coupon.ts'
import { type JudgedVersion, judgeVersion } from './judge-version.ts'
import { type PricedOrder, priceOrder } from './order-basket.ts'
import { earliestUseMs } from './redeem-coupons.ts'
import type { CouponChange, RedeemedUse, StoredCoupon, TemplateVersions } from './stored-coupon.ts'
import { giveBack, redeem, release, stateRefusal } from './transitions.ts'

export type UsingOrder = Readonly<{
  orderId: string
  shop: string | undefined
  createdAtMs: number
  /** What it costs before coupons; undefined if the ERP does not say it. */
  amountFen: number | undefined
  /** Whether it may use a coupon that was used elsewhere, without a redemption here. */
  takesOver: boolean
  /** Coupons that versions of the order name. */
  named: ReadonlySet<string>
  /** The version that arrived, and the rules that it is judged by. */
  judged: JudgedVersion
  /** Terms of the version's coupons that were taken as fulfilled, keyed by code. */
  unjudged: ReadonlyMap<string, readonly UnjudgedTerm[]>
  /** Whether a version used a coupon before. */
  hasUsed: boolean
  nowMs: number
  /** Numbers of redemptions that are made, by place. */
  newId: (place: number) => string
}>

/** What is stored of the order's coupons. */
export type UseFacts = Readonly<{
  /** Coupons that are on the order. */
  onOrder: readonly RedeemedUse[]
  versions: TemplateVersions
  /** When coupons came back last, by number. */
  returns: ReadonlyMap<number, number>
  /** Redemptions that were returned or are on the order, by time, keyed by coupon number. */
  redemptions: ReadonlyMap<number, readonly StoredRedemption[]>
  sold: SoldOrder
}>

/** A coupon while steps are collected. */
export type CouponInUse = {
  readonly couponCode: string
  /** The coupon after the steps so far; undefined if there is none with the code. */
  coupon: StoredCoupon | undefined
  /** It came back by a step of this work. */
  isReturned: boolean
}

export type PricingUses = Readonly<{
  /** Redemptions that versions made before. */
  own: readonly string[]
  /** Every coupon that a version named, as the steps leave it. */
  coupons: readonly Readonly<{
    inUse: CouponInUse
    /** The order gave it up, but its policy allows no return: it takes nothing of the order any more. */
    isKept: boolean
  }>[]
  priced: PricedOrder
}>

export type UseRefusal = CouponRefusal | RedemptionRefusal

/**
 * Redeems coupons for an order, returns and releases them. This is the one place where an order that is synced uses coupons. Steps are collected first, since
 * one that is refused must not undo the others; `changes` gives them in the order of the coupons' numbers.
 */
export class CouponUses {
  readonly #order: UsingOrder
  readonly #facts: UseFacts
  readonly #changes: CouponChange[] = []
  readonly #redemptions: Readonly<{ redemption: Redemption; couponSeq: number }>[] = []
  /** Amounts of redemptions that this act prices. */
  readonly #amounts = new Map<string, RedeemedAmounts | undefined>()
  readonly #returns: Readonly<{ redemptionId: string; reason: string }>[] = []
  readonly #backs: Readonly<{ sale: Sale; coupon: CouponInReturn; reason: string }>[] = []
  readonly #onOrder: readonly RedeemedUse[]

  constructor(order: UsingOrder, facts: UseFacts) {
    this.#order = order
    this.#facts = facts
    this.#onOrder = facts.onOrder
  }

  /** The redemption by which the order uses a coupon now. */
  redemptionOf({ coupon }: CouponInUse): string | undefined {
    if (coupon?.state.kind !== 'used') return undefined
    const { redemption } = coupon.state
    return redemption?.orderId === this.#order.orderId ? redemption.redemptionId : undefined
  }

  /** The redemption by which the order used a coupon that came back since, and that it does not use now; undefined if there is none. */
  returnedOf(inUse: CouponInUse): string | undefined {
    const { coupon } = inUse
    if (coupon === undefined || coupon.returnCount === 0 || this.redemptionOf(inUse) !== undefined) return undefined
    const redemptions = this.#facts.redemptions.get(coupon.seq) ?? []
    const { orderId } = this.#order
    return redemptions.findLast((one) => one.orderId === orderId && one.returned !== undefined)?.redemptionId
  }

  /** Uses a coupon for the order; one that another call redeemed for it is used already. @returns the redemption, or a refusal */
  use(inUse: CouponInUse): string | UseRefusal {
    const { couponCode, coupon } = inUse
    if (coupon === undefined) return { kind: 'coupon-not-found', couponCode }
    const used = this.redemptionOf(inUse)
    if (used !== undefined) return used
    const { orderId, shop, amountFen, takesOver, named, judged, unjudged, hasUsed, nowMs, newId } = this.#order
    const redemption = {
      redemptionId: newId(this.#redemptions.length),
      orderId,
      atMs: this.#momentOfUse(inUse, coupon),
      shop,
    }
    // Its terms were judged with the version that names the coupon.
    const isTakenOver = takesOver && coupon.state.kind === 'used' && coupon.state.redemption === undefined
    const refusal = isTakenOver ? undefined : stateRefusal({ state: coupon.state }, { orderId, nowMs })
    if (refusal !== undefined) return { ...refusal, couponCode }
    // Those that versions of the order name were judged with each version.
    const ofTills = this.#onOrder.filter((use) => !named.has(use.couponCode))
    if (ofTills.length > 0) {
      const { misfits } = judgeVersion(this.#facts.versions, judged, [{ coupon, isPresumed: false }], ofTills)
      const misfit = misfits.get(couponCode)
      if (misfit !== undefined) return misfit
    }
    const isFirst = !hasUsed && this.#onOrder.length === 0 && this.#redemptions.length === 0
    this.#take(inUse, coupon, {
      kind: 'redeemed',
      to: redeem(coupon, redemption),
      orderFen: isFirst ? amountFen : undefined,
      unjudged: unjudged.get(couponCode),
    })
    this.#redemptions.push({ redemption, couponSeq: coupon.seq })
    return redemption.redemptionId
  }

  /** Returns a coupon by its policy. @returns a refusal, or undefined when it is back or the order did not use it */
  giveBack(inUse: CouponInUse, reason: string): UseRefusal | undefined {
    const { coupon } = inUse
    const redemptionId = this.redemptionOf(inUse)
    if (coupon === undefined || redemptionId === undefined) return undefined
    const policy = policyOf(coupon, this.#facts.versions)
    const step = giveBack(coupon, { redemptionId, policy, nowMs: this.#order.nowMs })
    if (step.kind === 'return-not-allowed') return step
    if (step.kind !== 'done') return undefined
    const redemption = this.#storedRedemption(coupon, redemptionId)
    const amounts = redemption?.amounts
    // One that this version made is in no sale.
    const sales = redemption === undefined ? [] : this.#facts.sold.sales
    const sale = sales.find(({ redemptionIds }) => redemptionIds.includes(redemptionId))
    const takenBackFen = restOfCoupon(sales, { redemptionId, amounts })
    this.#take(inUse, coupon, { kind: 'returned', to: step.coupon, reason, amounts, takenBackFen })
    this.#returns.push({ redemptionId, reason })
    if (sale !== undefined) {
      const { couponCode } = inUse
      const facts = { redemptionId, couponCode, shop: redemption?.shop, takenBackFen: takenBackFen ?? 0 }
      this.#backs.push({ sale, reason, coupon: { ...facts, outcome: 'returned' } })
    }
    inUse.isReturned = true
    return undefined
  }

  /** Ends the order's hold of a coupon. @returns whether it had one */
  release(inUse: CouponInUse): boolean {
    const { coupon } = inUse
    const { orderId, nowMs } = this.#order
    if (coupon?.state.kind !== 'held' || coupon.state.orderId !== orderId) return false
    const step = release(coupon, { orderId, nowMs })
    if (step.kind !== 'done') return false
    this.#take(inUse, coupon, { kind: 'released', to: step.coupon })
    return true
  }

  /**
   * Prices the coupons that versions of the order use, once all steps are collected. Where a till redeemed on the order too, its amounts
   * rest on theirs, so they stay as they are.
   * @returns redemptions by versions, as they are then
   */
  price({ own, coupons, priced }: PricingUses): readonly string[] {
    const made = new Set([...own, ...this.#redemptions.map(({ redemption }) => redemption.redemptionId)])
    const present = coupons.flatMap(({ inUse, isKept }) => {
      const [redemptionId, { coupon }] = [this.redemptionOf(inUse), inUse]
      return redemptionId === undefined || coupon === undefined ? [] : [{ redemptionId, inUse, coupon, isKept }]
    })
    const ours = present.filter(({ redemptionId }) => made.has(redemptionId))
    const versions = new Set(coupons.map(({ inUse }) => inUse.couponCode))
    for (const { redemptionId, inUse } of present) if (!made.has(redemptionId)) versions.delete(inUse.couponCode)
    const hasTill = this.#onOrder.some(({ couponCode }) => !versions.has(couponCode))
    if (!hasTill && ours.length > 0) {
      const used = ours.filter(({ isKept }) => !isKept).map(({ coupon }) => coupon)
      const amounts = priceOrder(this.#facts.versions, priced, used)
      for (const { redemptionId, inUse, coupon, isKept } of ours) {
        const to = isKept ? amounts && nothingTaken : amounts?.get(inUse.couponCode)
        this.#setAmounts(redemptionId, { inUse, coupon, to })
      }
    }
    return ours.map(({ redemptionId }) => redemptionId)
  }

  #storedRedemption({ seq }: StoredCoupon, redemptionId: string): StoredRedemption | undefined {
    return this.#facts.redemptions.get(seq)?.find((one) => one.redemptionId === redemptionId)
  }

  #setAmounts(
    redemptionId: string,
    { inUse, coupon, to }: Readonly<{ inUse: CouponInUse; coupon: StoredCoupon; to: RedeemedAmounts | undefined }>,
  ): void {
    const isNew = this.#redemptions.some(({ redemption }) => redemption.redemptionId === redemptionId)
    const from = isNew ? undefined : this.#storedRedemption(coupon, redemptionId)?.amounts
    if (from?.offFen === to?.offFen && from?.split === to?.split) return
    this.#amounts.set(redemptionId, to)
    if (!isNew) this.#take(inUse, coupon, { kind: 'repriced', to: coupon, amounts: to, replacedAmounts: from })
  }

  /** All that was collected. */
  get changes(): readonly Change[] {
    if (this.#changes.length === 0) return []
    const made = new Set(this.#redemptions.map(({ redemption }) => redemption.redemptionId))
    return [
      ...steps(this.#changes.map((change) => (change.kind === 'redeemed' ? this.#priced(change) : change))),
      ...this.#redemptions.map(({ redemption, couponSeq }) =>
        newRedemption({ ...redemption, amounts: this.#amounts.get(redemption.redemptionId) }, couponSeq),
      ),
      ...[...this.#amounts].filter(([id]) => !made.has(id)).map(([id, amounts]) => changedAmounts(id, amounts)),
      ...this.#returns.map(({ redemptionId, reason }) => returned(redemptionId, reason)),
      ...this.#goodsReturned(),
    ]
  }

  #priced(change: CouponChange): CouponChange {
    const { state } = change.to
    const redemption = state.kind === 'used' ? state.redemption : undefined
    return { ...change, amounts: redemption && this.#amounts.get(redemption.redemptionId) }
  }

  /** Only for known lines: otherwise a later line return would refund the same discount twice. */
  #goodsReturned(): readonly Change[] {
    const ofSales = Map.groupBy(this.#backs, ({ sale }) => sale.saleNo)
    return [...ofSales.values()].flatMap((backs) => {
      const [first] = backs
      if (first === undefined) return []
      const { sale, reason } = first
      const coupons = backs.map(({ coupon }) => coupon)
      const none = { refundFen: 0, lines: [], giftsBack: [] }
      return [goodsReturned(sale, { ...none, atMs: this.#order.nowMs, reason, coupons })]
    })
  }

  #take(inUse: CouponInUse, from: StoredCoupon, change: Omit<CouponChange, 'from'>): void {
    this.#changes.push({ ...change, from })
    inUse.coupon = { ...change.to, version: from.version + 1 }
  }

  /** The time of the order, but not before the coupon could be used, and not in the future. */
  #momentOfUse({ isReturned }: CouponInUse, coupon: StoredCoupon): number {
    const { createdAtMs, nowMs } = this.#order
    if (isReturned) return nowMs
    return Math.min(nowMs, Math.max(createdAtMs, earliestUseMs(coupon, this.#facts.returns.get(coupon.seq))))
  }
}

const nothingTaken: RedeemedAmounts = { offFen: 0, split: '' }

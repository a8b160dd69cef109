import { dayOf } from '#domain/dates'
import type { VersionedPolicy } from '#domain/policy/seller-policy'
import { act, done, load, type Reading, refused } from './act.ts'
import type { ShopUnknown } from './coupon-refusal.ts'
import { newestSaleNo, order, usesOnOrder } from './reads.ts'
import { orderNumbered } from './seller-changes.ts'
import { knownShop, sellerPolicy } from './seller-reads.ts'
import { newestEvent } from './shared-changes.ts'

type Numbering = Readonly<{ sellerId: string; shop: string }>

type Found = Readonly<{ stored: VersionedPolicy; isShopKnown: boolean; orderId: string }>

export type OrderNotNumbered = ShopUnknown | Readonly<{ kind: 'order-numbers-off' }>

/**
 * Makes the number of an order: shop, day, and the number of the event that tells it, which no other order of the seller gets. A number that
 * a till or an ERP happens to have used is passed over.
 */
export const numberOrder = act<Numbering, Found, Readonly<{ orderId: string }>, OrderNotNumbered>({
  // The number of its event follows from those of all acts before it.
  runsAlone: true,
  *reads({ sellerId, shop }, { nowMs }): Reading<Found> {
    const { newest, ...found } = yield* load({
      newest: newestEvent(sellerId),
      stored: sellerPolicy(),
      isShopKnown: knownShop(shop),
    })
    const made = `${shop}-${dayOf(nowMs).replaceAll('-', '')}-${String(newest + 1).padStart(6, '0')}`
    for (let place = 1; ; place += 1) {
      const orderId = place === 1 ? made : `${made}-${place}`
      const of = yield* load({ onOrder: usesOnOrder(orderId), synced: order(orderId), saleNo: newestSaleNo(orderId) })
      if (of.onOrder.uses.length === 0 && of.synced === undefined && of.saleNo === 0) return { ...found, orderId }
    }
  },
  decide({ input: { shop }, found: { stored, isShopKnown, orderId } }) {
    if (!stored.policy.numbersOrders) return refused({ kind: 'order-numbers-off' })
    if (!isShopKnown) return refused({ kind: 'shop-unknown', shop })
    return done({ orderId }, [orderNumbered({ orderId, shop })])
  },
})

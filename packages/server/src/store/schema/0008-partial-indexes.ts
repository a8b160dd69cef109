import type { DdlProfile } from '#database/ddl-profile'
import type { Migration } from '#database/migrate'

/**
 * Takes the rows out of indexes that no look-up through them asks for: coupons without a card, coupons that can no longer expire, uses
 * that were not returned, uses without a shop, orders without a card, and coupons of orders that reconciliation need not look at. So a
 * finished coupon leaves `coupon_by_expiry`, and most redemptions are in one index less.
 */
export const narrowIndexes: Migration = {
  version: 8,
  statements: ({ limitIndex }: DdlProfile) => [
    ...limitIndex('coupon_by_card ON coupon (seller_id, card_ref, seq, version)', 'card_ref'),
    ...limitIndex('coupon_by_expiry ON coupon (seller_id, expiry_due, seq)', 'expiry_due'),
    ...limitIndex('redemption_by_return ON redemption (seller_id, returned_at_ms, redemption_id)', 'returned_at_ms'),
    ...limitIndex('redemption_by_shop ON redemption (seller_id, shop, at_ms, redemption_id)', 'shop'),
    ...limitIndex('shop_order_by_card ON shop_order (seller_id, card_ref, list_place)', 'card_ref'),
    ...limitIndex(
      'shop_order_coupon_by_mark ON shop_order_coupon (seller_id, reconcile_since_ms, order_no)',
      'reconcile_since_ms',
    ),
  ],
}

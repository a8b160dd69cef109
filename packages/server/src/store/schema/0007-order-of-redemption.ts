import type { Migration } from '#database/migrate'

/** Finds what is redeemed on an order, which decides whether another coupon may join it. */
export const addOrderOfRedemption: Migration = {
  version: 7,
  statements: ({ createIndex }) => [
    createIndex('INDEX', 'redemption_by_order ON redemption (seller_id, order_id, returned_at_ms, coupon_seq)'),
  ],
}

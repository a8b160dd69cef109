import type { DdlProfile } from '#database/ddl-profile'

/** Codes that become coupons when members claim them. */
export function reservedCodeTables({ keyedSellerTableEnd }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE reserved_code (
      seller_id VARCHAR(64) NOT NULL,
      coupon_code VARCHAR(64) NOT NULL,
      coupon_id VARCHAR(64) NOT NULL,
      channel VARCHAR(64),
      reserved_at_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, coupon_code)
    )${keyedSellerTableEnd}`,
  ]
}

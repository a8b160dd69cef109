import type { DdlProfile } from '#database/ddl-profile'

/** What codes of shops and categories stand for. No rule of coupons depends on them. */
export function masterDataTables({ keyedSellerTableEnd }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE shop (
      seller_id VARCHAR(64) NOT NULL,
      shop_code VARCHAR(64) NOT NULL,
      shop_name VARCHAR(64) NOT NULL,
      city VARCHAR(64),
      is_closed INTEGER NOT NULL,
      changed_at_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, shop_code)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE category (
      seller_id VARCHAR(64) NOT NULL,
      category_code VARCHAR(64) NOT NULL,
      category_name VARCHAR(64) NOT NULL,
      parent_code VARCHAR(64),
      changed_at_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, category_code)
    )${keyedSellerTableEnd}`,
  ]
}

import { flag, number, optionalText, record, text } from '#database/record'
import { defineTable } from '#database/table'
import type { Shop } from '#domain/master-data/master-data-store'
import { entryStatements } from './entry-statements.ts'

const shop = record({
  code: text('shop_code'),
  name: text('shop_name'),
  city: optionalText('city'),
  isClosed: flag('is_closed'),
  changedAtMs: number('changed_at_ms'),
})

export const shopTable = defineTable({
  name: 'shop',
  key: ['seller_id', 'shop_code'],
  columns: ['seller_id', ...shop.columns],
})

export const shopEntries = entryStatements<Shop>(shopTable, 'shop_code', shop)

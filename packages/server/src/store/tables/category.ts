import { number, optionalText, record, text } from '#database/record'
import { defineTable } from '#database/table'
import type { Category } from '#domain/master-data/master-data-store'
import { entryStatements } from './entry-statements.ts'

const category = record({
  code: text('category_code'),
  name: text('category_name'),
  parent: optionalText('parent_code'),
  changedAtMs: number('changed_at_ms'),
})

export const categoryTable = defineTable({
  name: 'category',
  key: ['seller_id', 'category_code'],
  columns: ['seller_id', ...category.columns],
})

export const categoryEntries = entryStatements<Category>(categoryTable, 'category_code', category)

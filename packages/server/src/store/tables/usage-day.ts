import { p, sql } from '#database/statement'
import { defineTable, insertInto } from '#database/table'

export const usageDayTable = defineTable({
  name: 'usage_day',
  key: ['app_key', 'day_text'],
  columns: ['app_key', 'day_text', 'calls'],
})

export const insertUsage = insertInto(usageDayTable)

export const addUsage = sql`UPDATE usage_day SET calls = calls + ${p.number('calls')} WHERE app_key = ${p.text('appKey')} AND day_text = ${p.text('dayText')}`

export const findUsage = sql`SELECT calls FROM usage_day WHERE app_key = ${p.text('appKey')} AND day_text = ${p.text('dayText')}`

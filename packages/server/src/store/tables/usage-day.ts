import { defineTable, insertInto } from '#database/table'

export const usageDayTable = defineTable({
  name: 'usage_day',
  key: ['app_key', 'day_text'],
  columns: ['app_key', 'day_text', 'calls'],
})

export const insertUsage = insertInto(usageDayTable)

/** Takes an amount, app key and day. */
export const addUsage = 'UPDATE usage_day SET calls = calls + ? WHERE app_key = ? AND day_text = ?'

/** Takes app key and day; gives the calls. */
export const findUsage = 'SELECT calls FROM usage_day WHERE app_key = ? AND day_text = ?'

import type { SqlRow } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'

export const counterTable = defineTable({
  name: 'counter',
  key: ['seller_id', 'counter_name'],
  columns: ['seller_id', 'counter_name', 'counter_value', 'version'],
})

/** A row with all columns. */
export const counter = select(counterTable.columns)

/** Counts the coupons of a seller. Its row is also the lock that issuers of one seller take first. */
export const seqCounter = 'seq'

/** Counts the coupons of a channel. */
export function channelCounter(channel: string): string {
  return `channel:${channel}`
}

/** The newest number of a phone, a card, a member and a sealed text. */
export const phoneCounter = 'phone'
export const cardCounter = 'card'
export const memberCounter = 'member'
export const textCounter = 'text'

/** The newest number of an order. */
export const orderCounter = 'order'

/** How many redemptions were uploaded. */
export const uploadCounter = 'upload'

export const insertCounter = insertInto(counterTable)

/** Takes an amount, seller and counter. */
export const addToCounter =
  'UPDATE counter SET counter_value = counter_value + ?, version = version + 1 WHERE seller_id = ? AND counter_name = ?'

/** Takes seller and counter; gives the value. */
export const findCounter = 'SELECT counter_value FROM counter WHERE seller_id = ? AND counter_name = ?'

const named = select(['counter_name', 'counter_value'])

/** Takes seller and three counters. */
export const findCounters = `SELECT ${named.text} FROM counter
  WHERE seller_id = ? AND counter_name IN (?, ?, ?)`

/** The values by counter, out of the rows of `findCounters`. */
export function valuesOfCounters(rows: readonly SqlRow[]): ReadonlyMap<string, number> {
  return new Map(rows.map((row) => [String(row[named.at.counter_name]), Number(row[named.at.counter_value])]))
}

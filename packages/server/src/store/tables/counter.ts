import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
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

export const addToCounter = sql`UPDATE counter SET counter_value = counter_value + ${p.number('by')}, version = version + 1 WHERE seller_id = ${p.text('sellerId')} AND counter_name = ${p.text('counterName')}`

export const findCounter = sql`SELECT counter_value FROM counter WHERE seller_id = ${p.text('sellerId')} AND counter_name = ${p.text('counterName')}`

const named = select(['counter_name', 'counter_value'])

/** The counters of phones, cards and members. */
export const findIdentityCounters = sql`SELECT ${named.text} FROM counter WHERE seller_id = ${p.text('sellerId')}
  AND counter_name IN ('${phoneCounter}', '${cardCounter}', '${memberCounter}')`

/** The values by counter, out of the rows of `findIdentityCounters`. */
export function valuesOfCounters(rows: readonly SqlRow[]): ReadonlyMap<string, number> {
  return new Map(rows.map((row) => [String(row[named.at.counter_name]), Number(row[named.at.counter_value])]))
}

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

/** Counts the coupons of a seller. */
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

/** Sets counters of a seller that is locked. */
export const setCounters = sql`UPDATE counter
  SET counter_value = CASE counter_name ${p.each('counters', sql`WHEN ${p.text('counterName')} THEN ${p.number('value')}`, ' ')} END, version = version + 1
  WHERE seller_id = ${p.text('sellerId')} AND counter_name IN (${p.each('counters', p.text('counterName'), ', ')})`

const named = select(['counter_name', 'counter_value'])

export const findCounter = sql`SELECT counter_value FROM counter WHERE seller_id = ${p.text('sellerId')} AND counter_name = ${p.text('counterName')}`

export const findCounters = sql`SELECT ${named.text} FROM counter
  WHERE seller_id = ${p.text('sellerId')} AND counter_name IN (${p.texts('counterNames')})`

/** The most counters that one read lists. It holds those of phones, members and coupons, and of some forty channels. */
export const maxListed = 50

/** Counters of a seller, by name from the end: those of channels come after all but `card`. */
export const listCounters = sql`SELECT ${named.text} FROM counter
  WHERE seller_id = ${p.text('sellerId')} ORDER BY counter_name DESC LIMIT ${p.number('limit')}`

/** The values by counter, out of the rows of `findCounters` or `listCounters`. */
export function valuesOfCounters(rows: readonly SqlRow[]): ReadonlyMap<string, number> {
  return new Map(rows.map((row) => [String(row[named.at.counter_name]), Number(row[named.at.counter_value])]))
}

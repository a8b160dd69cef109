/** Columns of an event, in the order in which its hash covers them; `hash` comes last and is not covered. */
export const eventColumns = [
  'seller_id',
  'event_seq',
  'event_count',
  'kind',
  'coupon_seq',
  'first_coupon_seq',
  'coupon_code',
  'coupon_id',
  'at_ms',
  'actor',
  'request_id',
  'before_text',
  'after_text',
  'hash',
] as const

const event = eventColumns.join(', ')

/**
 * Takes how many events, how many request rows, and seller. Changes the head first, so that writers of one seller wait
 * for each other here. One of the amounts is above 0, so the row always changes.
 */
export const lockEventHead = `UPDATE event_head SET newest_seq = newest_seq + ?, request_count = request_count + ?
  WHERE seller_id = ?`

/** Takes seller, newest number, hash and number of request rows. */
export const insertEventHead = `INSERT INTO event_head (seller_id, newest_seq, newest_hash, request_count)
  VALUES (?, ?, ?, ?)`

/** Takes seller. */
export const findEventHead = 'SELECT newest_seq, newest_hash FROM event_head WHERE seller_id = ?'

/** Takes seller. */
export const findSealedHead = `SELECT newest_seq, newest_hash, request_count, request_sum, seal
  FROM event_head WHERE seller_id = ?`

/** Takes newest number and hash, number and sum of request rows, seal and seller. */
export const setEventHead = `UPDATE event_head
  SET newest_seq = ?, newest_hash = ?, request_count = ?, request_sum = ?, seal = ? WHERE seller_id = ?`

/** Takes the columns of an event. */
export const insertEvent = `INSERT INTO chain_event (${event}) VALUES (${eventColumns.map(() => '?').join(', ')})`

/** Takes seller, a number and limit: the rows that reach past the number, in order. */
export const findEventsAfter = `SELECT ${event} FROM chain_event
  WHERE seller_id = ? AND event_seq > ? ORDER BY event_seq LIMIT ?`

/** Takes seller, first and last number: what the events are about, in order. */
export const findEventSubjects = `SELECT event_seq, hash, coupon_seq, first_coupon_seq, event_count FROM chain_event
  WHERE seller_id = ? AND event_seq BETWEEN ? AND ? ORDER BY event_seq`

/**
 * Takes seller, coupon's number twice and limit. A range of one, in the order of its key: for an equality the planner
 * walks all events of the seller, because they come in the order that is asked for.
 */
export const findEventsOfCoupon = `SELECT ${event} FROM chain_event
  WHERE seller_id = ? AND coupon_seq BETWEEN ? AND ? ORDER BY coupon_seq, event_seq LIMIT ?`

/** Takes seller and coupon's number twice: when it last came back from an order. A range, as above. */
export const findLastReturn = `SELECT at_ms FROM chain_event
  WHERE seller_id = ? AND coupon_seq BETWEEN ? AND ? AND kind = 'returned'
  ORDER BY coupon_seq DESC, event_seq DESC LIMIT 1`

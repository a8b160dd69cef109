/** Takes seller and counter. Changes the row without changing the value, which locks it and shows whether it stands. */
export const touchCounter = 'UPDATE counter SET version = version + 1 WHERE seller_id = ? AND counter_name = ?'

/** Takes an amount, seller and counter. */
export const addToCounter =
  'UPDATE counter SET counter_value = counter_value + ?, version = version + 1 WHERE seller_id = ? AND counter_name = ?'

/** Takes seller, counter and value. */
export const insertCounter = 'INSERT INTO counter (seller_id, counter_name, counter_value, version) VALUES (?, ?, ?, 1)'

/** Takes seller and counter. */
export const findCounter = 'SELECT counter_value FROM counter WHERE seller_id = ? AND counter_name = ?'

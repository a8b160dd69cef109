/** Takes seller, name and time. */
export const insertChain = 'INSERT INTO chain (seller_id, chain_name, created_at_ms) VALUES (?, ?, ?)'

/** Takes seller. */
export const findChain = 'SELECT seller_id, chain_name FROM chain WHERE seller_id = ?'

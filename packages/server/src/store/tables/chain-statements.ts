/** Takes seller, name and time. */
export const insertChain = 'INSERT INTO chain (seller_id, chain_name, created_at_ms) VALUES (?, ?, ?)'

/** Takes seller. */
export const findChain = 'SELECT seller_id, chain_name FROM chain WHERE seller_id = ?'

/** Chains are few, and each has work of its own once a day. */
export const listChains = 'SELECT seller_id FROM chain ORDER BY seller_id'

/** Chains as an operator sees them. */
export const listChainEntries = 'SELECT seller_id, chain_name, created_at_ms FROM chain ORDER BY seller_id'

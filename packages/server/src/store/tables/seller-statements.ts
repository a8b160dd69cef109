/** Takes seller, name and time. */
export const insertSeller = 'INSERT INTO seller (seller_id, seller_name, created_at_ms) VALUES (?, ?, ?)'

/** Takes seller. */
export const findSeller = 'SELECT seller_id, seller_name FROM seller WHERE seller_id = ?'

/** Sellers are few, and each has work of its own once a day. */
export const listSellers = 'SELECT seller_id FROM seller ORDER BY seller_id'

/** Sellers as an operator sees them. */
export const listSellerEntries = 'SELECT seller_id, seller_name, created_at_ms FROM seller ORDER BY seller_id'

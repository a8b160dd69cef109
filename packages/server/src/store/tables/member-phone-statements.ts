import { inListTexts } from '#database/in-list'

/** Takes seller and phone indexes. */
export const findMemberPhones = inListTexts(
  (marks) => `SELECT phone_index, phone_sealed FROM member_phone WHERE seller_id = ? AND phone_index IN (${marks})`,
)

/** Takes seller and phone indexes. */
export const findMemberIds = inListTexts(
  (marks) => `SELECT phone_index, member_id FROM member_phone WHERE seller_id = ? AND phone_index IN (${marks})`,
)

/** Takes seller, phone index, sealed phone and member id. */
export const insertMemberPhone = `INSERT INTO member_phone (seller_id, phone_index, phone_sealed, member_id)
  VALUES (?, ?, ?, ?)`

import { inListTexts } from '../sql/in-list.ts'

/** Takes seller and phone indexes. */
export const findMemberPhones = inListTexts(
  (marks) => `SELECT phone_index, phone_sealed FROM member_phone WHERE seller_id = ? AND phone_index IN (${marks})`,
)

/** Takes seller and phone indexes. */
export const findKnownPhoneIndexes = inListTexts(
  (marks) => `SELECT phone_index FROM member_phone WHERE seller_id = ? AND phone_index IN (${marks})`,
)

/** Takes seller, phone index and sealed phone. */
export const insertMemberPhone = 'INSERT INTO member_phone (seller_id, phone_index, phone_sealed) VALUES (?, ?, ?)'

import { rowsInKeyOrder } from '#database/rows-in-key-order'
import { memberIdBytes } from '#store/phones/member-phones'
import { memberPhoneOfRow, memberPhoneTable } from '#store/tables/member-phone'
import type { KeyedAudit } from './findings.ts'

/** Opens each stored phone and compares it with the index that is its row's key. */
export async function verifyMembers({ reader, sellerId, findings, phones }: KeyedAudit): Promise<void> {
  for await (const row of rowsInKeyOrder(reader, { table: memberPhoneTable, sellerId })) {
    const { phoneIndex, sealed, memberId } = memberPhoneOfRow(row)
    const isIntact = phoneIndex && sealed && phones.isOfIndex(sellerId, phoneIndex, sealed)
    if (isIntact && memberId?.length === memberIdBytes) continue
    const key = memberId === undefined ? 'a member without an id' : `member_id ${Buffer.from(memberId).toString('hex')}`
    findings.add('member_phone', key, 'the phone does not decrypt, or does not match the key of its row')
  }
}

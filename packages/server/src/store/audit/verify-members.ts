import { memberIdBytes } from '#store/phones/phone-book'
import { type KeyedRows, rowsByKey } from './rows-by-key.ts'
import type { KeyedAudit } from './seller-audit.ts'

const members: KeyedRows = { table: 'member_phone', key: ['phone_index'], others: ['phone_sealed', 'member_id'] }

/** Opens each stored phone and compares it with the index that is its row's key. */
export async function verifyMembers({ reader, sellerId, findings, phones }: KeyedAudit): Promise<void> {
  for await (const [index, sealed, id] of rowsByKey(reader, members, sellerId)) {
    const isWhole = index instanceof Uint8Array && sealed instanceof Uint8Array && id instanceof Uint8Array
    if (isWhole && id.length === memberIdBytes && phones.isOfIndex(sellerId, index, sealed)) continue
    const key = id instanceof Uint8Array ? `member_id ${Buffer.from(id).toString('hex')}` : 'a member without an id'
    findings.add('member_phone', key, 'the phone does not decrypt, or does not match the key of its row')
  }
}

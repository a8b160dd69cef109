import { isSameCell } from '#database/cells'
import { readValue } from '#database/read-value'
import { rowsInKeyOrder } from '#database/rows-in-key-order'
import type { SqlRow } from '#database/sql-engine'
import { addRows, noRows, type RowSum } from '#encryption/row-sum'
import type { SealedKind } from '#store/members/identifiers'
import { openOrNothing } from '#store/members/open-or-nothing'
import {
  cardCounter,
  findCounter,
  memberCounter,
  orderCounter,
  phoneCounter,
  textCounter,
  uploadCounter,
} from '#store/tables/counter'
import { memberTable } from '#store/tables/member'
import { memberCardOfRow, memberCardTable } from '#store/tables/member-card'
import { memberEventTable } from '#store/tables/member-event'
import { memberMergeTable } from '#store/tables/member-merge'
import { memberPhoneOfRow, memberPhoneTable } from '#store/tables/member-phone'
import { phoneMemberTable } from '#store/tables/phone-member'
import { redemptionUploadTable } from '#store/tables/redemption-upload'
import { reservedCodeTable } from '#store/tables/reserved-code'
import { saleTable } from '#store/tables/sale'
import { saleReturnTable } from '#store/tables/sale-return'
import { noKey, sealedTextOfRow, sealedTextTable } from '#store/tables/sealed-text'
import { shopOrderTable } from '#store/tables/shop-order'
import { shopOrderCouponTable } from '#store/tables/shop-order-coupon'
import { shopOrderLineTable } from '#store/tables/shop-order-line'
import { type KeyedAudit, problemOfSum } from './findings.ts'

/**
 * Opens each stored phone, card and text and compares it with its index, and compares the rows of all tables of members, orders, reserved codes
 * and sales with their sum in the head. The sum cannot name the row.
 */
export async function verifyMembers(audit: KeyedAudit, expected: RowSum): Promise<void> {
  const { reader, sellerId, findings } = audit
  let sum = noRows
  for (const { table, check, counterName } of checkedTables) {
    let count = 0
    for await (const rows of blocksOf(rowsInKeyOrder(reader, { table, sellerId }))) {
      count += rows.length
      sum = addRows(
        sum,
        rows.map((row) => audit.keyring.rows.of(table.name, row)),
      )
      await check?.(audit, rows)
    }
    const counted =
      counterName === undefined ? count : Number((await readValue(reader, findCounter({ sellerId, counterName }))) ?? 0)
    if (counted !== count) findings.add(table.name, `${count} rows`, `${counted} numbers were given`)
  }
  const problem = problemOfSum(sum, expected, 'that no write made')
  if (problem !== undefined)
    findings.add(
      memberTable.name,
      `${sum.count} rows of members, phones, cards, orders, uploads, reserved codes and sales`,
      problem,
    )
}

const checkedTables = [
  { table: memberTable, check: undefined, counterName: memberCounter },
  { table: memberPhoneTable, check: checkPhones, counterName: phoneCounter },
  { table: phoneMemberTable, check: undefined, counterName: undefined },
  { table: memberCardTable, check: checkCards, counterName: cardCounter },
  { table: memberMergeTable, check: undefined, counterName: undefined },
  { table: memberEventTable, check: undefined, counterName: undefined },
  { table: sealedTextTable, check: checkTexts, counterName: textCounter },
  { table: shopOrderTable, check: undefined, counterName: orderCounter },
  { table: shopOrderLineTable, check: undefined, counterName: undefined },
  { table: shopOrderCouponTable, check: undefined, counterName: undefined },
  { table: redemptionUploadTable, check: undefined, counterName: uploadCounter },
  { table: reservedCodeTable, check: undefined, counterName: undefined },
  { table: saleTable, check: undefined, counterName: undefined },
  { table: saleReturnTable, check: undefined, counterName: undefined },
]

/** Opens phones and compares them with their look-ups. @param rows with all columns */
export function checkPhones(audit: KeyedAudit, rows: readonly SqlRow[]): Promise<void> {
  return checkSealed(audit, 'phone', rows.map(memberPhoneOfRow))
}

/** The same of cards. */
export function checkCards(audit: KeyedAudit, rows: readonly SqlRow[]): Promise<void> {
  return checkSealed(audit, 'card', rows.map(memberCardOfRow))
}

function checkTexts(audit: KeyedAudit, rows: readonly SqlRow[]): Promise<void> {
  const texts = rows.map(sealedTextOfRow).filter(({ keyNo, sealed }) => keyNo !== noKey || sealed !== undefined)
  return checkSealed(audit, 'text', texts)
}

type SealedRow = Readonly<{
  ref: number
  keyNo: number
  lookup: Uint8Array | undefined
  sealed: Uint8Array | undefined
}>

/** Rows of erased members are empty. */
async function checkSealed(
  { identifiers, sellerId, findings }: KeyedAudit,
  kind: SealedKind,
  rows: readonly SealedRow[],
): Promise<void> {
  const keyNos = rows.map(({ keyNo }) => keyNo)
  const open = await identifiers.opener(kind, sellerId, keyNos)
  for (const { ref, keyNo, lookup, sealed } of rows) {
    if (sealed === undefined && lookup === undefined) continue
    const text = sealed && openOrNothing(() => open(sealed, { ref, keyNo }))
    // The key was destroyed after the moment that is audited.
    if (sealed !== undefined && text === undefined && (await identifiers.isErased(sellerId, keyNo))) continue
    const isIntact =
      text !== undefined &&
      (lookup === undefined || identifiers.lookupsOf(kind, sellerId, text).some((one) => isSameCell(one, lookup)))
    if (!isIntact)
      findings.add(sealedTables[kind], `${kind}_ref ${ref}`, 'does not decrypt, or does not match its index')
  }
}

const sealedTables = { phone: 'member_phone', card: 'member_card', text: 'sealed_text' } as const

async function* blocksOf(rows: AsyncIterable<SqlRow>): AsyncGenerator<readonly SqlRow[]> {
  let block: SqlRow[] = []
  for await (const row of rows) {
    block.push(row)
    if (block.length < blockSize) continue
    yield block
    block = []
  }
  yield block
}

const blockSize = 500

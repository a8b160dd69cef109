import { isSameCell, readValue } from '#database/record'
import { rowsInKeyOrder } from '#database/rows-in-key-order'
import type { SqlRow } from '#database/sql-engine'
import { keyOf } from '#database/table'
import { addRows, noRows, type RowSum } from '#encryption/seals'
import type { SealedKind } from '#store/members/identifiers'
import { openOrNothing } from '#store/members/member-cipher'
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
import { type KeyedAudit, type KeyPage, type KeyPageEnd, problemOfSum, type SealedAudit } from './findings.ts'

/**
 * Compares the rows of all tables of members, orders, reserved codes and sales with their sum in the head, which cannot name the row, and
 * with the numbers that were given.
 */
export async function verifyMembers(audit: SealedAudit, expected: RowSum): Promise<void> {
  const { reader, sellerId, findings } = audit
  let sum = noRows
  for (const { table, counterName } of summedTables) {
    let count = 0
    for await (const rows of blocksOf(rowsInKeyOrder(reader, { table, sellerId }))) {
      count += rows.length
      sum = addRows(
        sum,
        rows.map((row) => audit.keyring.rows.of(table.name, row)),
      )
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

const summedTables = [
  { table: memberTable, counterName: memberCounter },
  { table: memberPhoneTable, counterName: phoneCounter },
  { table: phoneMemberTable, counterName: undefined },
  { table: memberCardTable, counterName: cardCounter },
  { table: memberMergeTable, counterName: undefined },
  { table: memberEventTable, counterName: undefined },
  { table: sealedTextTable, counterName: textCounter },
  { table: shopOrderTable, counterName: orderCounter },
  { table: shopOrderLineTable, counterName: undefined },
  { table: shopOrderCouponTable, counterName: undefined },
  { table: redemptionUploadTable, counterName: uploadCounter },
  { table: reservedCodeTable, counterName: undefined },
  { table: saleTable, counterName: undefined },
  { table: saleReturnTable, counterName: undefined },
]

/** The tables whose rows are opened. */
export const openedTables = [
  { table: memberPhoneTable, check: checkPhones },
  { table: memberCardTable, check: checkCards },
  { table: sealedTextTable, check: checkTexts },
] as const

/** Opens stored phones, cards or texts and compares them with their index. */
export async function verifyOpened(
  audit: KeyedAudit,
  { table, check }: (typeof openedTables)[number],
  { after, maxRows }: KeyPage,
): Promise<KeyPageEnd> {
  const { reader, sellerId } = audit
  let rows = 0
  for await (const block of blocksOf(rowsInKeyOrder(reader, { table, sellerId, after }))) {
    await check(audit, block)
    rows += block.length
    const last = block.at(-1)
    if (rows >= maxRows && last !== undefined) return { after: keyOf(table, last).slice(1), rows }
  }
  return { after: undefined, rows }
}

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

import { DamagedStoreError } from '#database/database-errors'
import type { SqlReader, SqlValue } from '#database/sql-engine'
import type { ChainVerdict, Finding } from '#domain/audit/audit-report'
import type { RowSum } from '#encryption/seals'
import type { Keyring } from '#store/keys/keyring'
import type { Identifiers } from '#store/members/identifiers'

/** A store can be wrong in every row; the first findings tell what happened. */
const maxListed = 200

/** Findings as data. `more`: those that are not listed. */
export type FoundSoFar = { readonly listed: Finding[]; more: number }

/** What an audit found so far. */
export class Findings {
  readonly #found: FoundSoFar

  /** @param found what was found before; gets what is added */
  constructor(found: FoundSoFar = { listed: [], more: 0 }) {
    this.#found = found
  }

  /** Names a finding once: slices may meet the same one again. */
  add(table: string, key: string, problem: string): void {
    const { listed } = this.#found
    const isListed = listed.some((one) => one.table === table && one.key === key && one.problem === problem)
    if (isListed) return
    if (listed.length < maxListed) listed.push({ table, key, problem })
    else this.#found.more += 1
  }

  /**
   * @param events number of the newest event
   * @param sinceEvent the events up to it, and what only they changed, were not verified
   */
  verdict(events: number, sinceEvent?: number): ChainVerdict {
    const { listed, more } = this.#found
    if (listed.length === 0) return { kind: 'intact', events, sinceEvent }
    return { kind: 'broken', findings: listed, more }
  }
}

/**
 * How rows differ from a sealed sum over them, which cannot name them; undefined when they do not.
 * @param more what to say of rows that are too many
 */
export function problemOfSum(present: RowSum, expected: RowSum, more: string): string | undefined {
  const difference = present.count - expected.count
  if (difference < 0) return `${-difference} missing`
  if (difference > 0) return `${difference} ${more}`
  return Buffer.compare(present.sum, expected.sum) === 0 ? undefined : 'one or more were altered'
}

/** Runs a check; that the database cannot be read there is a finding, and other checks go on. */
export async function checkDamage(
  { findings }: Pick<SellerAudit, 'findings'>,
  table: string,
  check: () => Promise<void>,
): Promise<void> {
  try {
    await check()
  } catch (error) {
    if (!(error instanceof DamagedStoreError)) throw error
    findings.add(table, 'the table or a key of it', 'could not be read to its end: the file is damaged')
  }
}

/** One audit of one seller. */
export type SellerAudit = Readonly<{
  /** All reads see one moment. */
  reader: SqlReader
  sellerId: string
  findings: Findings
}>

/** The same with the keys that seals are compared with. */
export type SealedAudit = SellerAudit & Readonly<{ keyring: Keyring }>

/** The same with what phones and cards are opened by. */
export type KeyedAudit = SealedAudit & Readonly<{ identifiers: Identifiers }>

/** Whether a coupon shows a later state than the copied events, because it was copied after them. */
export type IsAhead = (couponSeq: number) => Promise<boolean>

/** Rows of a seller in the order of their key. `after`: begins after that key, without the seller; undefined for the first. */
export type KeyPage = Readonly<{ after: readonly SqlValue[] | undefined; maxRows: number }>

/** `after`: the key of the last row; undefined when there are no more. `rows`: how many were read. */
export type KeyPageEnd = Readonly<{ after: readonly SqlValue[] | undefined; rows: number }>

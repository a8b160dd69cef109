import { DamagedStoreError } from '#database/damaged-store-error'
import type { SqlReader } from '#database/sql-engine'
import type { ChainVerdict, Finding } from '#domain/audit/audit-report'
import type { RowSum } from '#encryption/row-sum'
import type { Keyring } from '#store/keys/keyring'
import type { Identifiers } from '#store/members/identifiers'

/** A store can be wrong in every row; the first findings tell what happened. */
const maxListed = 200

/** What an audit found so far. */
export class Findings {
  readonly #listed: Finding[] = []
  #more = 0

  add(table: string, key: string, problem: string): void {
    if (this.#listed.length < maxListed) this.#listed.push({ table, key, problem })
    else this.#more += 1
  }

  /** The same so far; what is added to one is not in the other. */
  copy(): Findings {
    const findings = new Findings()
    findings.#listed.push(...this.#listed)
    findings.#more = this.#more
    return findings
  }

  /**
   * @param events number of the newest event
   * @param sinceEvent the events up to it, and what only they changed, were not verified
   */
  verdict(events: number, sinceEvent?: number): ChainVerdict {
    if (this.#listed.length === 0) return { kind: 'intact', events, sinceEvent }
    return { kind: 'broken', findings: this.#listed, more: this.#more }
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

/** The same with the keys that seals, phones and cards are compared with. */
export type KeyedAudit = SellerAudit & Readonly<{ keyring: Keyring; identifiers: Identifiers }>

/** Whether a coupon shows a later state than the copied events, because it was copied after them. */
export type IsAhead = (couponSeq: number) => Promise<boolean>

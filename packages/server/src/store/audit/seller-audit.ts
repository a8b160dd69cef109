import type { SqlReader } from '#database/sql-engine'
import type { Seals } from '#encryption/seals'
import type { MemberPhones } from '#store/phones/member-phones'
import type { Findings } from './findings.ts'

/** One audit of one seller. */
export type SellerAudit = Readonly<{
  /** All reads see one moment. */
  reader: SqlReader
  sellerId: string
  findings: Findings
}>

/** The same with the keys that seals and phones are compared with. */
export type KeyedAudit = SellerAudit & Readonly<{ seals: Seals; phones: MemberPhones }>

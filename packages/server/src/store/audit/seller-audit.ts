import type { Seals } from '../keys/seals.ts'
import type { PhoneBook } from '../phones/phone-book.ts'
import type { SqlReader } from '../sql/sql-engine.ts'
import type { Findings } from './findings.ts'

/** One audit of one seller. */
export type SellerAudit = Readonly<{
  /** All reads see one moment. */
  reader: SqlReader
  sellerId: string
  findings: Findings
}>

/** The same with the keys that seals and phones are compared with. */
export type KeyedAudit = SellerAudit & Readonly<{ seals: Seals; phones: PhoneBook }>

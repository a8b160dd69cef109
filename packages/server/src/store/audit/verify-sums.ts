import { setImmediate as nextTurn } from 'node:timers/promises'
import { rowsInKeyOrder } from '#database/rows-in-key-order'
import type { SqlReader, SqlRow } from '#database/sql-engine'
import type { ChainVerdict } from '#domain/audit/audit-report'
import { addRows, isSeal, noRows, type RowSum } from '#encryption/seals'
import { parseTableSums, type SummedTable, summedTables, sumTable } from '#store/events/table-sums'
import type { Keyring } from '#store/keys/keyring'
import { readAll, readSealedSet, rowSeals, type SealedSet, setSeal } from '#store/keys/sealed-sets'
import { sealedTables } from '#store/keys/sealed-tables'
import { outRequestTable } from '#store/tables/out-request'
import { checkDamage, Findings, problemOfSum, type SealedAudit } from './findings.ts'
import { readHead, verifyHead } from './verify-ends.ts'
import { verifyMembers } from './verify-members.ts'

/** Compares the rows of a seller that no event covers with the sums in its head, and the head with its seal. The events were verified before. */
export async function verifySums(parts: Omit<SealedAudit, 'findings'>): Promise<ChainVerdict> {
  const audit = { ...parts, findings: new Findings() }
  const head = await readHead(audit)
  await verifyHead(audit, head, { seq: head.newestSeq, hash: undefined })
  await verifyRequests(audit, head.requests)
  await verifyMembers(audit, head.members)
  for (const summed of head.tableSums === undefined ? [] : summedTables) {
    await verifyTableSum(audit, summed, head.tableSums ?? '')
  }
  return audit.findings.verdict(head.newestSeq)
}

/** Compares the rows of request numbers with their sum in the head. It cannot name the row. */
export async function verifyRequests(audit: SealedAudit, expected: RowSum): Promise<void> {
  const present = await sumRequests(audit)
  const problem = problemOfSum(present, expected, 'that no write made')
  if (problem !== undefined) audit.findings.add('out_request', `${present.count} rows`, problem)
}

/** The sum over the present rows. Each was written once, with its write. */
async function sumRequests({ reader, sellerId, keyring }: SealedAudit): Promise<RowSum> {
  let sum = noRows
  const waiting: SqlRow[] = []
  const add = () => {
    const rowSeals = waiting.splice(0).map((row) => keyring.rows.of('out_request', row))
    sum = addRows(sum, rowSeals)
  }
  for await (const row of rowsInKeyOrder(reader, { table: outRequestTable, sellerId })) {
    waiting.push(row)
    if (waiting.length === blockSize) add()
  }
  add()
  return sum
}

const blockSize = 500

/** Compares the rows of a summed table with their sum in the head. It cannot name the row. @param text of the sums */
export async function verifyTableSum(audit: SealedAudit, summed: SummedTable, text: string): Promise<void> {
  const { reader, sellerId, keyring, findings } = audit
  const { name } = summed.table
  const present = await sumTable({ reader, seals: keyring.rows, sellerId }, summed)
  const problem = problemOfSum(present, parseTableSums(text).get(name) ?? noRows, 'that no program wrote')
  if (problem !== undefined) findings.add(name, `${present.count} rows`, problem)
}

type SetsAudit = Readonly<{ reader: SqlReader; keyring: Keyring; findings: Findings }>

/** Compares the rows of each sealed table with its sealed sum. */
export async function verifySealedSets(audit: SetsAudit): Promise<void> {
  for (const set of sealedTables) await checkDamage(audit, set.table, () => verifySet(audit, set))
}

async function verifySet({ reader, keyring, findings }: SetsAudit, set: SealedSet): Promise<void> {
  const stored = await readSealedSet(reader, set)
  if (stored === undefined) return findings.add('sealed_set', set.table, 'missing')
  const keys = keyring.find(stored.generation)
  const isIntact = keys !== undefined && isSeal(stored.seal, setSeal(keys.heads, set, stored))
  if (!isIntact) findings.add('sealed_set', set.table, 'the seal does not fit')
  const rows = await readAll(reader, set)
  await nextTurn()
  const sum = addRows(noRows, rowSeals(keyring.rows, set, rows))
  const problem = problemOfSum(sum, stored.rows, 'that this program did not write')
  if (problem !== undefined) findings.add(set.table, `${sum.count} rows`, problem)
}

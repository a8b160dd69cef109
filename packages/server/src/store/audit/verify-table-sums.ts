import { noRows } from '#encryption/seals'
import { parseTableSums, type SummedTable, sumTable } from '#store/events/table-sums'
import { problemOfSum, type SealedAudit } from './findings.ts'

/** Compares the rows of a summed table with their sum in the head. It cannot name the row. @param text of the sums */
export async function verifyTableSum(audit: SealedAudit, summed: SummedTable, text: string): Promise<void> {
  const { reader, sellerId, keyring, findings } = audit
  const { name } = summed.table
  const present = await sumTable({ reader, seals: keyring.rows, sellerId }, summed)
  const problem = problemOfSum(present, parseTableSums(text).get(name) ?? noRows, 'that no program wrote')
  if (problem !== undefined) findings.add(name, `${present.count} rows`, problem)
}

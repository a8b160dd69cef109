import { noRows } from '#encryption/row-sum'
import { sumTable } from '#store/events/open-table-sums'
import { parseTableSums, summedTables } from '#store/events/summed-tables'
import { checkDamage, type KeyedAudit, problemOfSum } from './findings.ts'

/** Compares the rows of each summed table with their sum in the head. It cannot name the row. @param text of the sums; undefined before the first */
export async function verifyTableSums(audit: KeyedAudit, text: string | undefined): Promise<void> {
  if (text === undefined) return
  const { reader, sellerId, keyring, findings } = audit
  const expected = parseTableSums(text)
  for (const summed of summedTables) {
    const { name } = summed.table
    await checkDamage(audit, name, async () => {
      const present = await sumTable({ reader, seals: keyring.rows, sellerId }, summed)
      const problem = problemOfSum(present, expected.get(name) ?? noRows, 'that no program wrote')
      if (problem !== undefined) findings.add(name, `${present.count} rows`, problem)
    })
  }
}

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SqlReader } from '#database/sql-engine'
import { addRows, isSeal, noRows } from '#encryption/seals'
import type { Keyring } from '#store/keys/keyring'
import { readAll, readSealedSet, rowSeals, type SealedSet, setSeal } from '#store/keys/sealed-sets'
import { sealedTables } from '#store/keys/sealed-tables'
import { checkDamage, type Findings, problemOfSum } from './findings.ts'

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

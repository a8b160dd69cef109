import { DamagedStoreError } from '#database/damaged-store-error'
import type { SellerAudit } from './seller-audit.ts'

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

import type { ChainVerdict } from '#domain/audit/audit-report'
import { summedTables } from '#store/events/table-sums'
import { Findings, type SealedAudit } from './findings.ts'
import { readHead, verifyHead } from './verify-head.ts'
import { verifyMembers } from './verify-members.ts'
import { verifyRequests } from './verify-requests.ts'
import { verifyTableSum } from './verify-table-sums.ts'

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

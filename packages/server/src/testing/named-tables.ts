import type { AuditReport } from '#domain/audit/audit-report'

/** The tables that the findings of an audit name, in order. */
export function namedTables({ store, sellers }: AuditReport): readonly string[] {
  const verdicts = [store, ...sellers.map(({ verdict }) => verdict)]
  const findings = verdicts.flatMap((verdict) => (verdict.kind === 'broken' ? verdict.findings : []))
  return [...new Set(findings.map(({ table }) => table))].toSorted()
}

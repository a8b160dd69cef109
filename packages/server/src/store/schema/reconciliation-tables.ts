import type { DdlProfile } from '#database/ddl-profile'

/**
 * Reports of days, which are computed from other tables again and again while orders may still arrive. `due_ms` is when the next computation is due, or
 * until when a program is at it; the columns after it are NULL until the first one.
 */
export function reconciliationTables({ keyedSellerTableEnd, longText }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE reconciliation_report (
      seller_id VARCHAR(64) NOT NULL,
      day_text CHAR(10) NOT NULL,
      due_ms BIGINT NOT NULL,
      computed_at_ms BIGINT,
      through_seq BIGINT,
      pending_count BIGINT,
      deadline_ms BIGINT,
      report_text ${longText},
      PRIMARY KEY (seller_id, day_text)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE reconciliation_finding (
      seller_id VARCHAR(64) NOT NULL,
      day_text CHAR(10) NOT NULL,
      finding_no BIGINT NOT NULL,
      finding_text ${longText} NOT NULL,
      PRIMARY KEY (seller_id, day_text, finding_no)
    )${keyedSellerTableEnd}`,
  ]
}

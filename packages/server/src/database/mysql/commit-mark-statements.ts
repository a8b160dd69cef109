import type { DdlProfile } from '#database/ddl-profile'

/** Creates the table of commit marks where it is missing. A mark lies beside its seller's rows. */
export function createCommitMarks({ keyedSellerTableEnd }: DdlProfile): string {
  return `CREATE TABLE IF NOT EXISTS commit_mark (
    seller_id VARCHAR(64) NOT NULL,
    mark_id VARBINARY(16) NOT NULL,
    mark_no BIGINT NOT NULL,
    marked_at BIGINT NOT NULL,
    PRIMARY KEY (seller_id, mark_id)
  )${keyedSellerTableEnd}`
}

/** Parameters: seller, mark id, number, number again. */
export const setCommitMark = `INSERT INTO commit_mark (seller_id, mark_id, mark_no, marked_at)
  VALUES (?, ?, ?, UNIX_TIMESTAMP()) ON DUPLICATE KEY UPDATE mark_no = ?, marked_at = UNIX_TIMESTAMP()`

/** Parameters: seller, mark id. Waits for a transaction that wrote the mark and has not ended. */
export const findCommitMark = 'SELECT mark_no FROM commit_mark WHERE seller_id = ? AND mark_id = ? FOR UPDATE'

/** Marks that are no longer needed: a lost answer is resolved within minutes. */
export const findOldCommitMarks = `SELECT seller_id, mark_id FROM commit_mark
  WHERE marked_at < UNIX_TIMESTAMP() - 86400 LIMIT 1000`

/** Parameters: seller, mark id. */
export const deleteOldCommitMark = `DELETE FROM commit_mark
  WHERE seller_id = ? AND mark_id = ? AND marked_at < UNIX_TIMESTAMP() - 86400`

/**
 * After how many days an operator may have data removed.
 *
 * - Request numbers: longer than callers that failed, tills that were switched off, and uploads that are continued repeat a
 *   number, since after the removal a repetition is done again.
 * - Inactive members: an erasure cannot be undone, so longer than a merge can be undone (30 days), and than customers stay
 *   away who come in one season of the year.
 * - Events: webhooks send what was not acknowledged for 30 days, and orders are disputed for longer.
 */
export const retentionDayLimits = {
  request: { min: 30, max: 3650 },
  member: { min: 180, max: 3650 },
  event: { min: 90, max: 3650 },
} as const

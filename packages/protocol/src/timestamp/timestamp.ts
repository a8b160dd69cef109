/** Timestamps of the protocol are in GMT+8, independent of the host's time zone. */
const zoneOffsetMs = 8 * 60 * 60 * 1000

const textForm = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/

/** Formats epoch milliseconds as `yyyy-MM-dd HH:mm:ss` in GMT+8; fractions of a second are cut off. */
export function formatTimestamp(epochMs: number): string {
  return new Date(epochMs + zoneOffsetMs).toISOString().slice(0, 19).replace('T', ' ')
}

/**
 * Parses a `timestamp` parameter: `yyyy-MM-dd HH:mm:ss` in GMT+8, 13 digits of epoch milliseconds, or 10 of epoch
 * seconds (docs/reference/top-protocol.md, 1.3).
 * @returns epoch milliseconds; undefined for any other form and for dates and times that do not exist
 */
export function parseTimestamp(text: string): number | undefined {
  if (text !== latest.text) latest = { text, epochMs: readTimestamp(text) }
  return latest.epochMs
}

/** The last result: calls within one second send the same text. */
let latest: Readonly<{ text: string; epochMs: number | undefined }> = { text: '', epochMs: undefined }

function readTimestamp(text: string): number | undefined {
  if (/^\d{13}$/.test(text)) return Number(text)
  if (/^\d{10}$/.test(text)) return Number(text) * 1000
  const parts = textForm.exec(text)
  if (parts === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number)
  const epochMs = Date.UTC(year, month - 1, day, hour, minute, second) - zoneOffsetMs
  // Date.UTC rolls 31 February over into March: only an existing date formats back to the same text.
  return formatTimestamp(epochMs) === text ? epochMs : undefined
}

/** Timestamps of the platform are in GMT+8 whatever the zone of the host. */
const zoneOffsetMs = 8 * 60 * 60 * 1000

const textForm = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/

/** `yyyy-MM-dd HH:mm:ss` in GMT+8 of a moment in epoch milliseconds; parts of a second are cut off. */
export function formatTimestamp(epochMs: number): string {
  return new Date(epochMs + zoneOffsetMs).toISOString().slice(0, 19).replace('T', ' ')
}

/**
 * Epoch milliseconds of a `timestamp` parameter: `yyyy-MM-dd HH:mm:ss` in GMT+8, 13 digits of milliseconds, or 10 of
 * seconds (docs/reference/top-protocol.md, 1.3).
 * @returns undefined for anything else, and for days and hours that no calendar or clock has
 */
export function parseTimestamp(text: string): number | undefined {
  if (text !== latest.text) latest = { text, epochMs: readTimestamp(text) }
  return latest.epochMs
}

/** Calls of one second send one text. */
let latest: Readonly<{ text: string; epochMs: number | undefined }> = { text: '', epochMs: undefined }

function readTimestamp(text: string): number | undefined {
  if (/^\d{13}$/.test(text)) return Number(text)
  if (/^\d{10}$/.test(text)) return Number(text) * 1000
  const parts = textForm.exec(text)
  if (parts === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number)
  const epochMs = Date.UTC(year, month - 1, day, hour, minute, second) - zoneOffsetMs
  // Date.UTC rolls 31 February over into March: only a real moment reads back as it was written.
  return formatTimestamp(epochMs) === text ? epochMs : undefined
}

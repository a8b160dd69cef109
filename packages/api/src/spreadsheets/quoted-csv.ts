/** A value of a line of CSV (RFC 4180): in quotes where it needs them. */
export function quotedCsv(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

const gmt8Ms = 8 * 3_600_000

/** An instant as `yyyy-MM-dd HH:mm:ss` in GMT+8. @param momentMs epoch milliseconds */
export function momentText(momentMs: number): string {
  return new Date(momentMs + gmt8Ms).toISOString().slice(0, 19).replace('T', ' ')
}

/** An instant with its offset, `2026-11-24T22:29:00+08:00`, for people and programs. @param momentMs epoch milliseconds */
export function instantText(momentMs: number): string {
  return `${momentText(momentMs).replace(' ', 'T')}+08:00`
}

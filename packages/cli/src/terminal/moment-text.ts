const gmt8Ms = 8 * 3_600_000

/** A moment as people read it here, `yyyy-MM-dd HH:mm:ss` in GMT+8. @param momentMs epoch milliseconds */
export function momentText(momentMs: number): string {
  return new Date(momentMs + gmt8Ms).toISOString().slice(0, 19).replace('T', ' ')
}

/** A moment for people and programs alike, `2026-11-24T22:29:00+08:00`. @param momentMs epoch milliseconds */
export function instantText(momentMs: number): string {
  return `${momentText(momentMs).replace(' ', 'T')}+08:00`
}

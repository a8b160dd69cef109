import { createHash } from 'node:crypto'

/** @returns a weak ETag of a body: weak, since one page is sent in several codings */
export function entityTag(body: Uint8Array): string {
  return `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
}

/** @param ifNoneMatch the header: tags with commas between them, or `*` */
export function isKnownToCaller(tag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false
  const opaque = (text: string): string => text.trim().replace(/^W\//, '')
  return ifNoneMatch.split(',').some((item) => item.trim() === '*' || opaque(item) === opaque(tag))
}

import { createHash } from 'node:crypto'

const known = new WeakMap<Uint8Array, string>()

/** A weak ETag, since the same page goes out in several codings. @param isLasting the same bytes object will come again */
export function entityTag(body: Uint8Array, isLasting: boolean): string {
  const tag = known.get(body) ?? `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  if (isLasting) known.set(body, tag)
  return tag
}

/** @param ifNoneMatch the header: tags with commas between them, or `*` */
export function isKnownToCaller(tag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false
  const opaque = (text: string): string => text.trim().replace(/^W\//, '')
  return ifNoneMatch.split(',').some((item) => item.trim() === '*' || opaque(item) === opaque(tag))
}

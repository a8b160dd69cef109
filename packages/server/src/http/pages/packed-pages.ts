import { LRUCache } from 'lru-cache'
import { type Coding, compress } from '#http/answers/compress'

/** Compressed forms of pages that are sent many times, by the entity tag of the page: equal tags mean equal bytes. */
export type PackedPages = (tag: string, coding: Coding, body: Uint8Array) => Promise<Uint8Array>

/** All pages in both languages and both codings for a dozen addresses that readers come by. */
const maxPages = 2_000

/** Compresses each page once, as well as possible. The least recently used forms make room for new ones. */
export function createPackedPages(): PackedPages {
  const packed = new LRUCache<string, Promise<Uint8Array>>({ max: maxPages })
  return (tag, coding, body) => {
    const key = `${coding} ${tag}`
    const known = packed.get(key)
    if (known !== undefined) return known
    const made = compress(body, coding, 'best')
    made.catch(() => packed.delete(key))
    packed.set(key, made)
    return made
  }
}

import { LRUCache } from 'lru-cache'
import type { PageAnswer } from '#site/page-route'

/** Returns the cached answer for a key, or makes and caches it. */
export type CachedAnswers = (key: string, make: () => PageAnswer | Promise<PageAnswer>) => Promise<PageAnswer>

/** Enough for all pages in both languages at a dozen addresses. */
const maxAnswers = 1_000

/** A cache of answers that stay the same while the server runs. The least recently used ones are dropped. */
export function cacheAnswers(): CachedAnswers {
  const answers = new LRUCache<string, Promise<PageAnswer>>({ max: maxAnswers })
  return (key, make) => {
    const known = answers.get(key)
    if (known !== undefined) return known
    const made = (async () => make())()
    // A failure is not cached: the next request tries again.
    made.catch(() => answers.delete(key))
    answers.set(key, made)
    return made
  }
}

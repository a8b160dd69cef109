import { LRUCache } from 'lru-cache'
import type { PageAnswer } from '#site/page-route'

/** Gives the answer that was made under a key before, or makes it. */
export type KeptAnswers = (key: string, make: () => PageAnswer | Promise<PageAnswer>) => Promise<PageAnswer>

/** All pages in both languages for a dozen addresses that readers come by. */
const maxAnswers = 1_000

/** Answers that stay the same until the server is replaced; the least asked for make room. */
export function keepAnswers(): KeptAnswers {
  const answers = new LRUCache<string, Promise<PageAnswer>>({ max: maxAnswers })
  return (key, make) => {
    const known = answers.get(key)
    if (known !== undefined) return known
    const made = (async () => make())()
    // What could not be made is tried again for the next reader.
    made.catch(() => answers.delete(key))
    answers.set(key, made)
    return made
  }
}

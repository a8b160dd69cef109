import { formatTimestamp } from '@yaoquan/protocol'
import type { Crawls } from '#shadow/report/shadow-runs'
import { crawlFileOf, readPosition } from './crawl-position.ts'

/** The crawls of a data folder, for the console. */
export function crawlsOf(dataDir: string): Crawls {
  return {
    file: crawlFileOf(dataDir),
    of({ upstream, sellerId }) {
      const position = readPosition(dataDir)
      if (position?.upstream !== upstream || position.sellerId !== sellerId) return undefined
      const { targets, target: done, calls, counts, differing, refused = 0, updatedAtMs } = position
      const updatedAt = formatTimestamp(updatedAtMs)
      return { targets, done, calls, coupons: counts.seen, differing, refused, updatedAt }
    },
  }
}

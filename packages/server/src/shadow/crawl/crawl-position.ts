import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatTimestamp } from '@yaoquan/protocol'
import { errorCode } from '#database/sqlite/data-folder'
import { writeDurably } from '#database/sqlite/synced-file'
import { type LearningCounts, nothingLearned } from '#shadow/report/learning-counts'
import { emptyReport, type ReportData, withoutExample } from '#shadow/report/shadow-report'
import type { Crawls } from '#shadow/report/shadow-runs'

/** What is asked for, one after the other: channels, phones or cards. */
export type CrawlTargets = Readonly<{ by: 'channel' | 'phone' | 'cardNo'; values: readonly string[] }>

/** A target that the upstream refused to answer. */
export type CrawlRefusal = Readonly<{
  /** The channel, or the number of the line. */
  target: string
  code: number
  subCode: string
}>

/** A target whose coupons are not as many here as there, after as many passes as brought something new. */
export type CrawlDifference = Readonly<{
  /** The channel; of phones and cards the place in the file, from 1, since numbers of members are not written down. */
  target: string
  upstream: number
  ours: number
  /** Coupons of the last pass that were not learned, each with a finding. */
  notLearned: number
}>

/** How far a crawl is; plain data, to be written as JSON. It holds no phone, card or secret. */
export type CrawlPosition = Readonly<{
  version: 1
  /** `Host` of the upstream. */
  upstream: string
  sellerId: string
  by: CrawlTargets['by']
  /** Digest of the targets, so that a crawl is not resumed with others. */
  targetsDigest: string
  pageSize: number
  targets: number
  /** Place of the present target, from 0, and the next page of it, from 1. */
  target: number
  page: number
  /** The pass over the present target, from 1, and what it brought. */
  pass: number
  passed: LearningCounts
  /** Pages of the present target, once its first page came. */
  pages: number
  calls: number
  counts: LearningCounts
  /** The first 100. */
  differences: readonly CrawlDifference[]
  differing: number
  /** Targets that the upstream refused: the first 100, and how many. Undefined in a position of before they were counted. */
  refusals?: readonly CrawlRefusal[] | undefined
  refused?: number | undefined
  /** Refusals since the latest call that it answered. */
  refusedInRow?: number | undefined
  report: ReportData
  startedAtMs: number
  updatedAtMs: number
  isDone: boolean
}>

/** What a crawl is of. */
type CrawlPlan = Readonly<{
  upstream: string
  sellerId: string
  targets: CrawlTargets
  pageSize: number
  nowMs: number
}>

export const crawlFileOf = (dataDir: string) => join(dataDir, 'shadow', 'crawl.json')

export function beginCrawl({ upstream, sellerId, targets, pageSize, nowMs }: CrawlPlan): CrawlPosition {
  return {
    version: 1,
    upstream,
    sellerId,
    by: targets.by,
    targetsDigest: digestOf(targets),
    pageSize,
    targets: targets.values.length,
    target: 0,
    page: 1,
    pass: 1,
    passed: nothingLearned,
    pages: 0,
    calls: 0,
    counts: nothingLearned,
    differences: [],
    differing: 0,
    report: emptyReport(nowMs),
    startedAtMs: nowMs,
    updatedAtMs: nowMs,
    isDone: false,
  }
}

/** Whether a position is one of a plan. */
export function isOfPlan(position: CrawlPosition, { upstream, sellerId, targets, pageSize }: CrawlPlan): boolean {
  const { targetsDigest, pageSize: size } = position
  const isSameRun = position.upstream === upstream && position.sellerId === sellerId
  return isSameRun && targetsDigest === digestOf(targets) && size === pageSize
}

function digestOf({ by, values }: CrawlTargets): string {
  return createHash('sha256')
    .update(JSON.stringify([by, values]))
    .digest('hex')
}

/** @returns undefined where none was written, or it cannot be read: then a crawl begins anew, which does no harm */
export function readPosition(dataDir: string): CrawlPosition | undefined {
  try {
    const position: CrawlPosition | null = JSON.parse(readFileSync(crawlFileOf(dataDir), 'utf8'))
    return position?.version === 1 ? position : undefined
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Replaces the position, durably, under the lock of the crawl; without examples, which no erasure would reach. @throws Error of the system */
export function writePosition(dataDir: string, position: CrawlPosition): void {
  const { report } = position
  const written: CrawlPosition = { ...position, report: { ...report, rows: report.rows.map(withoutExample) } }
  writeDurably(crawlFileOf(dataDir), Buffer.from(JSON.stringify(written)))
}

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

import { readFile, stat } from 'node:fs/promises'
import type { CrawlEnd, CrawlOptions, CrawlPosition, MappedStatus } from '#server'
import { instantText, say, UsageFault } from '#terminal/output'
import { table } from '#terminal/table'

/** One line about a crawl that goes on. @param callsPerSecond its rate */
export function progressText(position: CrawlPosition, callsPerSecond: number): string {
  const { target, targets, page, pages } = position
  const place = Math.min(target + 1, targets)
  const minutes = Math.ceil(callsLeft(position) / callsPerSecond / 60)
  return say(
    `第 ${place}/${targets} 个，第 ${page}/${Math.max(pages, page)} 页，${countsText(position)}，还需约 ${minutes} 分钟`,
    `${place} of ${targets}, page ${page} of ${Math.max(pages, page)}, ${countsText(position)}, some ${minutes} min left`,
  )
}

/** Targets that were not asked for yet are taken to need as many calls as those before them. */
function callsLeft({ target, targets, page, pages, calls }: CrawlPosition): number {
  const ofEach = target === 0 ? Math.max(1, pages) : calls / target
  return Math.max(0, pages - page + 1) + Math.max(0, targets - target - 1) * ofEach
}

function countsText({ calls, counts }: CrawlPosition): string {
  const { seen, created, moved, notLearned } = counts
  return say(
    `调用 ${calls}，券 ${seen}（新 ${created}，变更 ${moved}，未学习 ${notLearned}）`,
    `${calls} calls, ${seen} coupons (${created} new, ${moved} changes, ${notLearned} not learned)`,
  )
}

/** How a crawl ended, for people. @param mapped what people said of statuses until now */
export function crawlText({ position }: CrawlEnd, { dataDir, mapped }: StatusesOfCrawl): string {
  const { differing, differences, refused = 0, report, target, targets } = position
  const differenceRows = differences.map((one) => [one.target, one.upstream, one.ours, one.notLearned].map(String))
  const header = [
    say('对象', 'target'),
    say('现有CRM', 'CRM of today'),
    say('药券', 'Yaoquan'),
    say('未学习', 'not learned'),
  ]
  const findingRows = report.rows.map(({ kind, count, example }) => {
    return [kind, String(count), example.couponCode || '-', example.upstream || '-', example.ours || '-']
  })
  const findingHeader = [
    say('类', 'class'),
    say('次数', 'count'),
    say('例：券', 'example: coupon'),
    say('现有CRM', 'CRM of today'),
    say('药券', 'Yaoquan'),
  ]
  const equal =
    target === 0
      ? say(`已查 0/${targets}`, `0 of ${targets} asked for`)
      : say(`已查 ${target}/${targets}，数目全部相等`, `${target} of ${targets} asked for; all numbers are equal`)
  const unequal = say(
    `已查 ${target}/${targets}，数目不等的 ${differing}`,
    `${target} of ${targets} asked for; numbers differ: ${differing}`,
  )
  return [
    countsText(position),
    differing === 0 ? equal : unequal,
    ...(differing === 0 ? [] : [table(header)(differenceRows)]),
    ...(refused === 0 ? [] : refusedTexts(position)),
    ...(findingRows.length === 0 ? [] : ['', table(findingHeader)(findingRows)]),
    ...unknownText(unknownStatuses(report, mapped), dataDir),
  ].join('\n')
}

function refusedTexts({ refused = 0, refusals = [] }: CrawlPosition): readonly string[] {
  const header = [say('对象', 'target'), say('错误码', 'code'), 'sub_code']
  return [
    say(`现有CRM拒绝的对象 ${refused}`, `targets that the CRM of today refused: ${refused}`),
    table(header)(refusals.map(({ target, code, subCode }) => [target, String(code), subCode || '-'])),
  ]
}

type StatusesOfCrawl = Readonly<{ dataDir: string; mapped: readonly MappedStatus[] }>

/** Statuses that no person has mapped yet, of coupons that were left out. */
function unknownStatuses({ rows }: CrawlPosition['report'], mapped: readonly MappedStatus[]): readonly string[] {
  const found = rows.filter((row) => row.class === 'learning' && row.name === 'status')
  const statuses = new Set(found.map(({ example }) => example.upstream))
  return [...statuses].filter((status) => status !== '' && mapped.every((one) => one.status !== status)).toSorted()
}

function unknownText([first, ...others]: readonly string[], dataDir: string): readonly string[] {
  if (first === undefined) return []
  const statuses = [first, ...others].join(say('、', ', '))
  const command = `yaoquan shadow status-map ${first} used --reason WHY --data ${dataDir}`
  return [
    '',
    say(
      `含义未知的状态：${statuses}。逐个说明（unused、used 或 void），再次抓取，如：${command}`,
      `statuses of unknown meaning: ${statuses}. Map each (to unused, used or void) and crawl again, such as: ${command}`,
    ),
  ]
}

/** How a crawl ended, as JSON. */
export function crawlDocument({ kind, position }: CrawlEnd): object {
  const { upstream, sellerId, by, target, targets, page, calls, counts, differing, differences, report } = position
  const { refused = 0, refusals = [] } = position
  const { seen, created, moved, notLearned } = counts
  return {
    end: kind,
    upstream,
    seller_id: sellerId,
    by: by === 'cardNo' ? 'card_no' : by,
    targets,
    targets_done: target,
    page,
    calls,
    coupons: { seen, created, moved, not_learned: notLearned },
    differing,
    differences: differences.map(({ notLearned: left, ...one }) => ({ ...one, not_learned: left })),
    refused,
    refusals: refusals.map(({ subCode, ...one }) => ({ ...one, sub_code: subCode })),
    findings: report.rows.map((row) => ({
      kind: row.kind,
      count: row.count,
      example: { coupon_code: row.example.couponCode, upstream: row.example.upstream, ours: row.example.ours },
    })),
    started_at: instantText(position.startedAtMs),
    updated_at: instantText(position.updatedAtMs),
  }
}

export type TargetFlags = Readonly<{ channel?: string; phones?: string; cards?: string }>

const maxFileBytes = 128 * 1024 * 1024

/** What a crawl asks for. @throws UsageFault unless it is asked for in one way */
export async function targetsOf({ channel, phones, cards }: TargetFlags): Promise<CrawlOptions['targets']> {
  if ([channel, phones, cards].filter((one) => one !== undefined).length !== 1) {
    throw new UsageFault('须指定 --channel、--phones 或 --cards 之一', 'give one of --channel, --phones and --cards')
  }
  if (channel !== undefined) return { by: 'channel', values: someOf(distinct(channel.split(',')), '--channel') }
  return phones === undefined
    ? { by: 'cardNo', values: someOf(await linesOf(cards ?? ''), '--cards') }
    : { by: 'phone', values: someOf(await linesOf(phones), '--phones') }
}

/** A crawl needs a target: without one it would report that all totals are equal. */
function someOf(values: readonly string[], flag: string): readonly string[] {
  if (values.length === 0) throw new UsageFault(`${flag} 没有内容`, `${flag} has nothing to crawl`)
  return values
}

async function linesOf(file: string): Promise<readonly string[]> {
  const size = await stat(file).catch((error: unknown) => unreadable(file, error))
  if (size.size > maxFileBytes) throw new UsageFault(`${file} 超过128 MiB`, `${file} has more than 128 MiB`)
  return distinct((await readFile(file, 'utf8')).replace(/^\uFEFF/, '').split(/\r?\n/))
}

function unreadable(file: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  throw new UsageFault(`无法读取 ${file} ${code}`, `cannot read ${file} ${code}`)
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))]
}

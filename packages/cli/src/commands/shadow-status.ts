import type { Command } from 'commander'
import { storePlace } from '#administration/open-administration'
import { dataOption, jsonOption, type StoreFlags, storeOption } from '#options/data-options'
import type { StoredReport } from '#server'
import { OperationFault } from '#terminal/faults'
import { helpNotes } from '#terminal/help-notes'
import { instantText } from '#terminal/instant-text'
import { say } from '#terminal/language'
import { printResult } from '#terminal/output'
import { table } from '#terminal/table'

/** `yaoquan shadow status`: how far the answers of the CRM of today and ours agree. */
export function addShadowStatus(shadow: Command): void {
  shadow
    .command('status')
    .description(say('现有CRM与药券的应答有多一致，有哪些差异', 'how far both answers agree, and where they differ'))
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(showStatus)
}

async function showStatus(flags: StoreFlags): Promise<void> {
  const { listReports } = await import('#server')
  const { dataDir } = storePlace(flags)
  const reports = listReports(dataDir)
  if (reports.length === 0) {
    throw new OperationFault(
      `${dataDir} 中没有影子运行的结果，请先执行 yaoquan shadow --upstream … --seller …`,
      `${dataDir} has no report of a shadow run; run yaoquan shadow --upstream … --seller … first`,
    )
  }
  printResult(flags, { shadows: reports.map(documentOf) }, reports.map(textOf).join('\n\n'))
}

function documentOf(report: StoredReport): object {
  const { seen, compared, agreed } = sumsOf(report)
  return {
    port: report.port,
    upstream: report.upstream,
    seller_id: report.sellerId,
    started_at: instantText(report.startedAtMs),
    updated_at: instantText(report.updatedAtMs),
    calls: { seen, compared, agreed, skipped: report.skipped },
    groups: report.groups.map(({ appKey, ...group }) => ({ app_key: appKey, ...group })),
    deviations: report.rows.map(({ class: kind, method, name, count, firstAtMs, lastAtMs, example }) => ({
      class: kind,
      method,
      name,
      count,
      first_at: instantText(firstAtMs),
      last_at: instantText(lastAtMs),
      example: {
        app_key: example.appKey,
        coupon_code: example.couponCode,
        upstream: example.upstream,
        ours: example.ours,
      },
    })),
    unlisted_deviations: report.unlisted,
  }
}

type Sums = Readonly<{ seen: number; compared: number; agreed: number }>

function sumsOf({ groups }: StoredReport): Sums {
  const sumOf = (name: keyof Sums) => groups.reduce((sum, group) => sum + group[name], 0)
  return { seen: sumOf('seen'), compared: sumOf('compared'), agreed: sumOf('agreed') }
}

function textOf(report: StoredReport): string {
  const { port, upstream, sellerId, startedAtMs, updatedAtMs, unlisted } = report
  const { seen, compared, agreed } = sumsOf(report)
  return [
    say(
      `端口 ${port}  上游 ${upstream}  连锁 ${sellerId}  自 ${instantText(startedAtMs)} 至 ${instantText(updatedAtMs)}`,
      `port ${port}  upstream ${upstream}  seller ${sellerId}  from ${instantText(startedAtMs)} to ${instantText(updatedAtMs)}`,
    ),
    say(
      `有TOP应答的调用 ${seen}，已比较 ${compared}，一致 ${agreed} (${share(agreed, compared)})`,
      `${seen} calls with a TOP answer, ${compared} compared, ${agreed} agree (${share(agreed, compared)})`,
    ),
    ...skippedLines(report),
    '',
    groupTable(report),
    '',
    ...(report.rows.length === 0 ? [say('没有差异', 'no deviations')] : [deviationTable(report)]),
    ...(unlisted === 0 ? [] : [say(`另有 ${unlisted} 处差异未列出`, `${unlisted} more deviations are not listed`)]),
  ].join('\n')
}

function share(part: number, whole: number): string {
  // Never 100 % while a call deviates.
  return whole === 0 ? '-' : `${(Math.floor((part / whole) * 10_000) / 100).toFixed(2)}%`
}

function skippedLines({ skipped }: StoredReport): readonly string[] {
  const parts = Object.entries(skipped).map(([reason, calls]) => `${reasonText(reason)} ${calls}`)
  return parts.length === 0 ? [] : [say(`未比较：${parts.join('，')}`, `not compared: ${parts.join(', ')}`)]
}

function reasonText(reason: string): string {
  const [zh = reason, en = reason] = reasons[reason] ?? []
  return say(zh, en)
}

const reasons: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'other-method': ['其他方法', 'other methods'],
  batch: ['批量调用', 'batches'],
  'packed-request': ['请求体已压缩', 'compressed requests'],
  'refused-caller': ['上游因调用方或自身状态而拒绝', 'refused by the upstream for the caller or its own state'],
  'no-top-answer': ['上游的应答不是TOP应答', 'answers that are not of TOP'],
  'other-seller': ['其他连锁', 'other sellers'],
  unanswered: ['上游没有应答', 'without an answer'],
  busy: ['来不及比较', 'too many at the same time'],
  large: ['过长', 'too long'],
  'own-fault': ['药券自身的故障', 'faults of our own'],
}

function groupTable({ groups }: StoredReport): string {
  const header = [
    say('方法', 'method'),
    'app_key',
    say('调用', 'calls'),
    say('已比较', 'compared'),
    say('一致', 'agree'),
    '%',
  ]
  const rows = groups.map(({ method, appKey, seen, compared, agreed }) => [
    method,
    appKey,
    String(seen),
    String(compared),
    String(agreed),
    share(agreed, compared),
  ])
  return table(header)(rows)
}

function deviationTable({ rows }: StoredReport): string {
  const header = [
    say('差异', 'deviation'),
    say('成员', 'member'),
    say('次数', 'count'),
    say('现有CRM', 'CRM of today'),
    say('药券', 'Yaoquan'),
    say('例：券', 'example: coupon'),
    say('最近', 'latest'),
  ]
  const cells = rows.map(({ class: kind, name, count, lastAtMs, example }) => [
    say(...(classes[kind] ?? [kind, kind])),
    name,
    String(count),
    example.upstream || '-',
    example.ours || '-',
    example.couponCode || '-',
    instantText(lastAtMs),
  ])
  return table(header)(cells)
}

const classes: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  missing: ['药券缺券', 'coupon missing here'],
  extra: ['药券多券', 'coupon only here'],
  repeated: ['重复的券', 'coupon repeated'],
  field: ['成员不同', 'member'],
  total: ['总数', 'total'],
  order: ['顺序', 'order'],
  error: ['错误码', 'error code'],
  signature: ['签名', 'signature'],
}

const notes = helpNotes({
  notes: say(
    '相同的差异为一行，附最近一例；手机号与会员卡号打码，attribute 与文档以外的成员只显示长度，(*) 表示现有CRM给出的已是打码的号码。结果每秒写入数据目录，影子重启后继续累计；换了上游或连锁则重新开始。',
    'Equal deviations are one row with the latest example. Phones and cards are masked, attributes and undocumented members shown by their length; (*) is a number that was masked when it came. The report is written to the data folder every second and continued after a restart; another upstream or seller begins anew.',
  ),
  examples: ['yaoquan shadow status --data ./data', 'yaoquan shadow status --data ./data --json'],
})

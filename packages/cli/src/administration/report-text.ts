import type { Text } from '@yaoquan/api'
import { formatTimestamp } from '@yaoquan/protocol'
import type { AuditProgress, AuditReport, ChainVerdict } from '#server'
import { localized, say } from '#terminal/output'

/** An audit report as lines of text. */
export function reportLines(report: AuditReport): readonly string[] {
  return [
    ...findingLines(report),
    ...report.sellers.flatMap(({ sellerId, verdict }) =>
      verdict.kind === 'intact' ? [intactLine(sellerId, verdict)] : [],
    ),
    ...(report.pass === undefined ? [] : [passLine(report.pass)]),
    ...(report.isStorageChecked ? [] : [say('未检查数据库文件本身', 'the files of the database were not checked')]),
    ...(report.checkpoint === 'contained' ? [say('历史包含该检查点', 'the history contains the checkpoint')] : []),
    ...notCovered.map((line) => say(`未涵盖: ${line.zh}`, `not covered: ${line.en}`)),
    ...(report.since === undefined
      ? []
      : [say(`未读取：${report.since} 以来未改动的数据行`, `rows not touched since ${report.since} were not read`)]),
  ]
}

function findingLines(report: AuditReport): readonly string[] {
  return findingsOf(report, localized).map(({ seller_id: seller, table, key, problem }) => {
    return [seller === undefined ? '' : `${say('连锁', 'seller')} ${seller}  `, `${table}  ${key}  ${problem}`].join('')
  })
}

function passLine({ begunAtMs, endedAtMs, rows }: NonNullable<AuditReport['pass']>): string {
  const [begun, ended] = [formatTimestamp(begunAtMs), formatTimestamp(endedAtMs)]
  return say(`${begun} 至 ${ended} 读取了 ${rows} 行`, `read ${rows} rows from ${begun} to ${ended}`)
}

/** The findings so far of an audit that was stopped, and how far it came. */
export function unfinishedLines(report: AuditReport, { done, planned }: AuditProgress): readonly string[] {
  return [
    ...findingLines(report),
    say(
      `未完成：已核对 ${done} / ${planned}；加 --resume 时，再次执行同一命令即继续`,
      `not finished: ${done} of ${planned} audited; with --resume the same command continues`,
    ),
  ]
}

/** The same as one JSON document. */
export function unfinishedJson(report: AuditReport, { done, planned }: AuditProgress): object {
  return { finished: false, done, planned, findings: findingsOf(report, inBoth), more_findings: moreFindings(report) }
}

function intactLine(sellerId: string, { events, sinceEvent = 0 }: Extract<ChainVerdict, { kind: 'intact' }>): string {
  if (sinceEvent === 0) {
    return say(`完好：连锁 ${sellerId}，共 ${events} 个事件`, `intact: seller ${sellerId}, ${events} events`)
  }
  const count = events - sinceEvent
  return say(
    `完好：连锁 ${sellerId}，第 ${sinceEvent} 个事件之后的 ${count} 个事件`,
    `intact: seller ${sellerId}, the ${count} events after event ${sinceEvent}`,
  )
}

/** An audit report as one JSON document. */
export function reportJson(report: AuditReport): object {
  const { sellers, isStorageChecked, checkpoint, since, pass } = report
  return {
    intact: isIntact(report),
    begun_at: pass && new Date(pass.begunAtMs).toISOString(),
    ended_at: pass && new Date(pass.endedAtMs).toISOString(),
    rows_read: pass?.rows,
    sellers: sellers.map(({ sellerId, verdict }) =>
      verdict.kind === 'intact'
        ? { seller_id: sellerId, intact: true, events: verdict.events, since_event: verdict.sinceEvent }
        : { seller_id: sellerId, intact: false },
    ),
    findings: findingsOf(report, inBoth),
    more_findings: moreFindings(report),
    storage_checked: isStorageChecked,
    checkpoint: checkpoint?.replaceAll('-', '_'),
    not_read: since === undefined ? undefined : `rows not touched since ${since}`,
    not_covered: notCovered.map(inBoth),
  }
}

export function isIntact({ store, sellers, checkpoint }: AuditReport): boolean {
  const isWhole = store.kind === 'intact' && sellers.every(({ verdict }) => verdict.kind === 'intact')
  return isWhole && (checkpoint === undefined || checkpoint === 'contained')
}

/** The number of findings, including those not listed. */
export function findingCount(report: AuditReport): number {
  return findingsOf(report, inBoth).length + moreFindings(report)
}

type ReportedFinding = Readonly<{ seller_id?: string; table: string; key: string; problem: string }>

/** JSON has no language. */
function inBoth({ zh, en }: Text): string {
  return `${zh} (${en})`
}

function findingsOf(
  { store, sellers, checkpoint }: AuditReport,
  worded: (text: Text) => string,
): readonly ReportedFinding[] {
  const problem = checkpoint === undefined ? undefined : checkpointProblems[checkpoint]
  return [
    ...(problem === undefined ? [] : [{ table: 'chain_event', key: 'the checkpoint', problem: worded(problem) }]),
    ...(store.kind === 'intact' ? [] : store.findings),
    ...sellers.flatMap(({ sellerId, verdict }) =>
      verdict.kind === 'intact' ? [] : verdict.findings.map((finding) => ({ seller_id: sellerId, ...finding })),
    ),
  ]
}

/** The number of findings that are not listed. */
function moreFindings({ store, sellers }: AuditReport): number {
  const verdicts = [store, ...sellers.map(({ verdict }) => verdict)]
  return verdicts.reduce((sum, verdict) => sum + (verdict.kind === 'intact' ? 0 : verdict.more), 0)
}

const checkpointProblems = {
  contained: undefined,
  'not-of-this-store': { zh: '属于另一份数据，或被改动', en: 'is of another store or was altered' },
  'not-contained': {
    zh: '不在历史中：换回过较早的副本，或写入过另一段历史',
    en: 'is not in the history: an older copy was restored or another history written',
  },
  removed: {
    zh: '早于保留的事件，无法比较，请用较新的检查点',
    en: 'is older than the events that are kept and cannot be compared: use a newer one',
  },
} as const

/** What an audit of only the store cannot detect. */
const notCovered = [
  { zh: '持有主密钥的人可以伪造一切', en: 'a holder of the master key can forge everything' },
  {
    zh: '整体换回较早的副本，只有凭存放在别处的检查点才能发现',
    en: 'a restored older copy of the whole store is only detected with a checkpoint kept elsewhere: audit checkpoint, audit verify --checkpoint',
  },
  {
    zh: '调用次数、Webhook的投递进度、被拒请求的签名记录',
    en: 'call counts, delivery positions of webhooks, recorded signatures of refused calls',
  },
] as const

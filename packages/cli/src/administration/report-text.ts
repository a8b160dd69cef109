import type { AuditReport } from '#server'

/** A report as lines for people. */
export function reportLines(report: AuditReport): readonly string[] {
  return [
    ...findingsOf(report).map(({ seller_id: seller, table, key, problem }) => {
      return [seller === undefined ? '' : `连锁 ${seller}  `, `${table}  ${key}  ${problem}`].join('')
    }),
    ...report.sellers.flatMap(({ sellerId, verdict }) =>
      verdict.kind === 'intact' ? [`完好：连锁 ${sellerId}，共 ${verdict.events} 个事件 (intact, events in all)`] : [],
    ),
    ...(report.isStorageChecked ? [] : ['数据库未核对自身的文件 (the database did not check its own files)']),
    ...(report.checkpoint === 'contained' ? ['历史包含该检查点 (the history contains the checkpoint)'] : []),
    ...notCovered.map((line) => `未涵盖 not covered: ${line}`),
  ]
}

/** A report as one JSON document. */
export function reportJson(report: AuditReport): object {
  const { store, sellers, isStorageChecked, checkpoint } = report
  return {
    intact: isIntact(report),
    sellers: sellers.map(({ sellerId, verdict }) =>
      verdict.kind === 'intact'
        ? { seller_id: sellerId, intact: true, events: verdict.events }
        : { seller_id: sellerId, intact: false },
    ),
    findings: findingsOf(report),
    more_findings: [store, ...sellers.map(({ verdict }) => verdict)].reduce((sum, verdict) => sum + moreOf(verdict), 0),
    storage_checked: isStorageChecked,
    checkpoint: checkpoint?.replaceAll('-', '_'),
    not_covered: notCovered,
  }
}

export function isIntact({ store, sellers, checkpoint }: AuditReport): boolean {
  const isWhole = store.kind === 'intact' && sellers.every(({ verdict }) => verdict.kind === 'intact')
  return isWhole && (checkpoint === undefined || checkpoint === 'contained')
}

/** How many findings there are, listed or not. */
export function findingCount(report: AuditReport): number {
  const verdicts = [report.store, ...report.sellers.map(({ verdict }) => verdict)]
  return findingsOf(report).length + verdicts.reduce((sum, verdict) => sum + moreOf(verdict), 0)
}

type ReportedFinding = Readonly<{ seller_id?: string; table: string; key: string; problem: string }>

function findingsOf({ store, sellers, checkpoint }: AuditReport): readonly ReportedFinding[] {
  const problem = checkpoint === undefined ? undefined : checkpointProblems[checkpoint]
  return [
    ...(problem === undefined ? [] : [{ table: 'chain_event', key: 'the checkpoint', problem }]),
    ...(store.kind === 'intact' ? [] : store.findings),
    ...sellers.flatMap(({ sellerId, verdict }) =>
      verdict.kind === 'intact' ? [] : verdict.findings.map((finding) => ({ seller_id: sellerId, ...finding })),
    ),
  ]
}

function moreOf(verdict: AuditReport['store']): number {
  return verdict.kind === 'intact' ? 0 : verdict.more
}

const checkpointProblems = {
  contained: undefined,
  'not-of-this-store': 'is of another store, or was altered',
  'not-contained': 'is not in the history: an older copy was put back, or another history written',
} as const

/** What no audit of a store alone can show. */
const notCovered = [
  '持有主密钥的人可以伪造一切 (whoever holds the master key can forge everything)',
  '整体换回较早的副本只有凭存放在别处的检查点才能发现 (a whole older copy put back shows only against a checkpoint kept elsewhere: audit checkpoint, audit verify --checkpoint)',
  '调用次数、Webhook的投递进度、被拒请求的签名记录 (counts of calls, how far webhooks were delivered, signs of refused calls)',
] as const

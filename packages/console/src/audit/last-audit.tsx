import type { listAudit } from '@yaoquan/api'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { ResultOf } from '../server/call-method.ts'

type Audit = NonNullable<ResultOf<typeof listAudit>['lastAudit']>

const texts = defineTexts({
  intact: {
    zh: ({ begunAt, endedAt, events, rowsRead }: Audit) =>
      `整库上次完整核对：${begunAt} 至 ${endedAt}，${events} 个事件，读取 ${rowsRead} 行，未发现改动。`,
    en: ({ begunAt, endedAt, events, rowsRead }) =>
      `Last whole audit of the store: ${begunAt} to ${endedAt}, ${events} events, ${rowsRead} rows read, nothing altered.`,
  },
  altered: {
    zh: ({ begunAt, endedAt, events, rowsRead, findings }: Audit) =>
      `整库上次完整核对：${begunAt} 至 ${endedAt}，${events} 个事件，读取 ${rowsRead} 行，发现 ${findings} 处改动或缺失。`,
    en: ({ begunAt, endedAt, events, rowsRead, findings }) =>
      `Last whole audit of the store: ${begunAt} to ${endedAt}, ${events} events, ${rowsRead} rows read, ${findings} altered or missing.`,
  },
  none: { zh: '整库还没有记录在案的完整核对。', en: 'No whole audit of the store was recorded yet.' },
})

/** When the whole store was audited last, and what came of it. */
export function LastAudit({ audit }: Readonly<{ audit: Audit | undefined }>): ReactNode {
  const t = useTexts(texts)
  if (audit === undefined) return <p className="yq-soft">{t.none}</p>
  if (audit.findings > 0) return <Alert type="error" showIcon title={t.altered(audit)} />
  return <p className="yq-soft">{t.intact(audit)}</p>
}

import type { listAudit } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { ResultOf } from '../server/call-method.ts'

type Audit = NonNullable<ResultOf<typeof listAudit>['lastAudit']>

const texts = defineTexts({
  last: {
    zh: ({ begunAt, endedAt }: Audit) => `整库上次完整核对：${begunAt} 至 ${endedAt}。`,
    en: ({ begunAt, endedAt }) => `Last whole audit of the store: ${begunAt} to ${endedAt}.`,
  },
  none: { zh: '整库还没有记录在案的完整核对。', en: 'No whole audit of the store was recorded yet.' },
})

/** When the whole store was audited last. What it found is of all sellers, and told to operators of the store. */
export function LastAudit({ audit }: Readonly<{ audit: Audit | undefined }>): ReactNode {
  const t = useTexts(texts)
  return <p className="yq-soft">{audit === undefined ? t.none : t.last(audit)}</p>
}

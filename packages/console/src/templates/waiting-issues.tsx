import { Link } from '@tanstack/react-router'
import { listJobs } from '@yaoquan/api'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'

const texts = defineTexts({
  waits: {
    zh: (count: number) => `有 ${count} 批不按模板发放的券等待审批：`,
    en: (count) => `Issues without a template that wait for approval: ${count}`,
  },
})

/** Coupons that operators issue without a template, which wait for a second person as templates do. */
export function WaitingIssues(): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const { data } = useRead(listJobs, { kind: 'import-coupons', limit: 100 }, { isEnabled: may('read-jobs') })
  const waiting = (data?.jobs ?? []).filter(({ state, ready }) => state === 'draft' && ready)
  if (waiting.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={t.waits(waiting.length)}
      description={waiting.map(({ jobId, title, preview }) => (
        <div key={jobId}>
          <Link to="/jobs" search={{ job: jobId }}>
            {title ?? jobId} ({preview.willChange})
          </Link>
        </div>
      ))}
    />
  )
}

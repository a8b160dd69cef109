import { Link } from '@tanstack/react-router'
import { listJobs } from '@yaoquan/api'
import { Alert, Flex } from 'antd'
import type { ReactNode } from 'react'
import { shortMoment, useToday } from '../design/days.ts'
import { type Job, titleOf } from '../jobs/job-texts.ts'
import { useJobActors, type WhoOf } from '../jobs/jobs-table.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'

const texts = defineTexts({
  waits: {
    zh: (count: number) => `${count} 批不按模板发放的券等待审批`,
    en: (count) => `Issues without a template that wait for approval: ${count}`,
  },
  coupons: { zh: (count: number) => `${count} 张`, en: (count) => (count === 1 ? '1 coupon' : `${count} coupons`) },
})

type Waiting = Readonly<{ jobs: readonly Job[]; who: WhoOf }>

/**
 * Jobs with coupons that operators issue without a template, which wait for a second person if the seller requires approval.
 * @param isShown whether to read them at all
 */
export function useWaitingIssues(isShown: boolean): Waiting {
  const { seller, may } = useSession()
  const isEnabled = isShown && seller.asksApproval === true && may('read-jobs')
  const { data } = useRead(listJobs, { kind: 'import-coupons', limit: 100 }, { isEnabled })
  const who = useJobActors(data?.actors)
  return { jobs: (data?.jobs ?? []).filter(({ state, ready }) => state === 'draft' && ready), who }
}

/** Leads from the templates that wait to the jobs that do; nothing where there are none. */
export function WaitingIssues({ jobs, who }: Waiting): ReactNode {
  const t = useTexts(texts)
  const today = useToday()
  if (jobs.length === 0) return null
  return (
    <Alert
      className="yq-waiting"
      type="warning"
      showIcon
      title={t.waits(jobs.length)}
      description={
        <Flex vertical gap={4}>
          {jobs.map((job) => (
            <Flex key={job.jobId} wrap gap="0 8px">
              <Link to="/jobs" search={{ job: job.jobId }}>
                {titleOf(job)}
              </Link>
              <span>
                {t.coupons(job.preview.willChange)} · {who(job.createdBy)} ·{' '}
                <time title={job.createdAt}>{shortMoment(job.createdAt, today)}</time>
              </span>
            </Flex>
          ))}
        </Flex>
      }
    />
  )
}

import { Link } from '@tanstack/react-router'
import { listJobs, listRequests } from '@yaoquan/api'
import { Flex } from 'antd'
import type { ReactNode } from 'react'
import { shortMoment, useToday } from '../design/days.ts'
import { JobStateTag } from '../jobs/job-state-tag.tsx'
import { type Job, titleOf } from '../jobs/job-texts.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { actorNames } from '../names/use-names.ts'
import { lazyPart } from '../parts/lazy-part.tsx'
import type { WaitingRequest } from '../requests/request-row.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { useTemplates } from '../templates/use-templates.ts'

// On most days nothing waits for a second person.
const WaitingRequests = lazyPart(async () => (await import('../requests/waiting-requests.tsx')).WaitingRequests)

const texts = defineTexts({
  title: { zh: '待办', en: 'Open tasks' },
  none: { zh: '现在没有要您处理的事。', en: 'Nothing waits for you.' },
  approvals: { zh: (count: number) => `${count} 个模板待审批`, en: (count) => `Templates to approve: ${count}` },
})

/** Newest jobs that are looked at. */
const lookedAt = 50
const most = 8

/** What waits for the operator: requests for a second person, templates to approve, and jobs that stopped or were done in part. */
export function OpenTasks(): ReactNode {
  const t = useTexts(texts)
  const today = useToday()
  const { seller, may } = useSession()
  const mayApprove = seller.asksApproval === true && may('approve-templates')
  const waiting = useTemplates({ stage: 'pending' }, mayApprove).data?.templates ?? []
  const { data } = useRead(listJobs, { limit: lookedAt }, { isEnabled: may('read-jobs') })
  const mayDecide = may('second-person')
  const listed = useRead(listRequests, {}, { isEnabled: mayDecide }).data
  const requests = listed?.requests.filter(isWaiting) ?? []
  const jobs = (data?.jobs ?? []).filter(needsAttention).slice(0, most)
  if (!mayApprove && !may('read-jobs') && requests.length === 0) return null
  return (
    <section className="yq-card yq-start-card">
      <h2>{t.title}</h2>
      {waiting.length === 0 && jobs.length === 0 && requests.length === 0 && data !== undefined && (
        <p className="yq-soft">{t.none}</p>
      )}
      {requests.length > 0 && <WaitingRequests requests={requests} actorName={actorNames(listed?.actors)} />}
      <ul className="yq-plain-list">
        {waiting.length > 0 && (
          <li>
            <Link to="/templates" search={{ view: 'pending' } as never}>
              {t.approvals(waiting.length)}
            </Link>
          </li>
        )}
        {jobs.map((job) => (
          <li key={job.jobId}>
            <Flex wrap gap="0 8px" align="center">
              <Link to="/jobs" search={{ job: job.jobId } as never}>
                {titleOf(job)}
              </Link>
              <JobStateTag job={job} />
              <time className="yq-soft yq-number" title={job.createdAt}>
                {shortMoment(job.createdAt, today)}
              </time>
            </Flex>
          </li>
        ))}
      </ul>
    </section>
  )
}

function isWaiting({ verdict }: WaitingRequest): boolean {
  return verdict === undefined
}

function needsAttention({ state, ready, refused }: Job): boolean {
  return state === 'paused' || (state === 'draft' && ready) || (state === 'done' && refused > 0)
}

import { Link } from '@tanstack/react-router'
import { jobKinds, type listJobs } from '@yaoquan/api'
import { Progress } from 'antd'
import type { ReactNode } from 'react'
import { shortMoment, useToday } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { type ListPage, ListTable } from '../lists/list-table.tsx'
import { useShownColumns } from '../lists/shown-columns.ts'
import { actorNames } from '../names/use-names.ts'
import type { ResultOf } from '../server/call-method.ts'
import { actorText } from '../terms/event-text.ts'
import { JobStateTag } from './job-state-tag.tsx'
import { type Job, titleOf } from './job-texts.ts'

/** Its columns. */
export const jobColumnTitles = defineTexts({
  title: { zh: '任务', en: 'Job' },
  kind: { zh: '类型', en: 'Kind' },
  state: { zh: '状态', en: 'State' },
  progress: { zh: '进度', en: 'Progress' },
  refused: { zh: '被拒绝', en: 'Refused' },
  by: { zh: '创建人', en: 'Created by' },
  at: { zh: '创建时间', en: 'Created' },
})

const texts = defineTexts({
  notStarted: { zh: '未启动', en: 'Not started' },
  none: {
    zh: '还没有任务。在「优惠券」里选出要作废或延期的券，或在模板上按名单发券。',
    en: 'No jobs yet. Choose coupons to void or extend on the screen Coupons, or send a template to a list.',
  },
})

type JobsTableProps = ListPage<Job> & Readonly<{ none?: string | undefined; who: WhoOf; open: (jobId: string) => void }>

/** A page of jobs; a row opens its drawer. @param props.none what an empty list says */
export function JobsTable({ rows, isLoading, none, who, open }: JobsTableProps): ReactNode {
  const t = useTexts(texts)
  const kinds = useTexts(jobKinds)
  const today = useToday()
  const columns = useShownColumns<Job, typeof jobColumnTitles>(jobColumnTitles, {
    title: { ellipsis: true, render: (_, job) => <JobLink jobId={job.jobId}>{titleOf(job)}</JobLink> },
    kind: { width: 84, render: (_, { kind }) => kinds[kind] },
    state: { width: 144, render: (_, job) => <JobStateTag job={job} /> },
    progress: { width: 210, render: (_, job) => <JobProgress job={job} /> },
    refused: { dataIndex: 'refused', width: 88, align: 'right', className: 'yq-number' },
    by: { width: 120, ellipsis: true, render: (_, { createdBy }) => who(createdBy) },
    at: {
      width: 116,
      className: 'yq-number yq-one-line',
      render: (_, { createdAt }) => <time title={createdAt}>{shortMoment(createdAt, today)}</time>,
    },
  })
  return (
    <ListTable
      rows={rows}
      columns={columns}
      open={open}
      keyOf={({ jobId }) => jobId}
      // The list is read again every other second.
      isLoading={isLoading && rows.length === 0}
      none={none ?? t.none}
    />
  )
}

/** A link, which opens in another tab too. */
export function JobLink({ jobId, children }: Readonly<{ jobId: string; children: ReactNode }>): ReactNode {
  return (
    <Link
      to="."
      search={((former: object) => ({ ...former, job: jobId })) as never}
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </Link>
  )
}

/** How many items are dealt with, of all. */
export function JobProgress({ job }: Readonly<{ job: Job }>): ReactNode {
  const t = useTexts(jobColumnTitles)
  const own = useTexts(texts)
  const { total, pending, state, startedAt } = job
  // What a draft refuses is not done.
  if (startedAt === undefined) return <span className="yq-soft">{own.notStarted}</span>
  const dealt = total - pending
  const percent = total === 0 ? 0 : Math.floor((dealt / total) * 100)
  return (
    <Progress
      aria-label={t.progress}
      size="small"
      percent={percent}
      status={state === 'running' ? 'active' : 'normal'}
      format={() => `${dealt} / ${total}`}
    />
  )
}

/** The name of a person of a job, as events have the person. */
export type WhoOf = (actor: string) => string

/** Names the people of jobs. @param actors the names that came with the jobs */
export function useJobActors(actors: ResultOf<typeof listJobs>['actors']): WhoOf {
  const { language } = useLanguage()
  const nameOf = actorNames(actors)
  return (actor) => actorText(actor, language, nameOf)
}

import { listJobs } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { CursorPages } from '../lists/cursor-pages.tsx'
import { ListViews } from '../lists/list-views.tsx'
import { viewParameters } from '../lists/shown-columns.ts'
import { pageParameters, textParameter, useSearchState } from '../navigation/search-state.ts'
import { Failure } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { useRead } from '../session/use-server.ts'
import { JobDrawer } from './job-drawer.tsx'
import { JobsTable, jobColumnTitles, useJobActors } from './jobs-table.tsx'

const texts = defineTexts({
  title: { zh: '任务', en: 'Jobs' },
  noneOfPerson: { zh: '这位操作员还没有建立任务。', en: 'This operator has created no jobs yet.' },
  sum: { zh: (count: number) => `本页 ${count} 个`, en: (count) => `${count} on this page` },
})

const viewed = { by: textParameter, columns: viewParameters.columns }

const parameters = Object.assign({ job: textParameter }, viewed, pageParameters)

/** The long acts of operators, and how far they are. */
export function JobsScreen(): ReactNode {
  const t = useTexts(texts)
  const [{ page, cursor, job, by }, change] = useSearchState(parameters)
  const request = { operator: by, limit: 50, cursor }
  const { data, error, isFetching, refetch } = useRead(listJobs, request, { keepsFormer: true, everyMs: 2_000 })
  const rows = data?.jobs ?? []
  const who = useJobActors(data?.actors)
  return (
    <Page title={t.title}>
      <ListViews list="jobs" parameters={viewed} person="by" titles={jobColumnTitles} />
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      <div className="yq-card">
        <JobsTable
          rows={rows}
          isLoading={isFetching}
          none={by === undefined ? undefined : t.noneOfPerson}
          who={who}
          open={(jobId) => change({ job: jobId })}
        />
        <CursorPages sum={data && t.sum(rows.length)} page={page} next={data?.nextCursor} go={change} />
      </div>
      <JobDrawer jobId={job} close={() => change({ job: undefined })} />
    </Page>
  )
}

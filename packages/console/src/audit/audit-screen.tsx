import { listAudit } from '@yaoquan/api'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { ExportButton } from '../exports/export-button.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { CursorPages } from '../lists/cursor-pages.tsx'
import { dayParameter, FilterDays } from '../lists/filter-days.tsx'
import { FilterText } from '../lists/filter-text.tsx'
import { chosenDays, chosenText, Filters } from '../lists/filters.tsx'
import { ListViews } from '../lists/list-views.tsx'
import { viewParameters } from '../lists/shown-columns.ts'
import { actorNames } from '../names/use-names.ts'
import { pageParameters, textParameter, useListState } from '../navigation/search-state.ts'
import { Failure } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { useList } from '../session/use-server.ts'
import { actorNamed, eventTitle } from '../terms/event-text.ts'
import { AuditTable, auditColumnTitles } from './audit-table.tsx'
import { LastAudit, VerifyHistory } from './verify-history.tsx'

const texts = defineTexts({
  title: { zh: '审计', en: 'Audit' },
  actor: { zh: '操作者的用户名', en: 'Name of the operator' },
  kind: { zh: '事件类别', en: 'Kind of event' },
  from: { zh: '日期起', en: 'From day' },
  to: { zh: '日期止', en: 'To day' },
  removed: {
    zh: (moment: string) => `${moment} 以前的事件已按保留期限清理。`,
    en: (moment) => `Events before ${moment} were removed by age.`,
  },
  sum: { zh: (count: number) => `本页 ${count} 条`, en: (count) => `${count} on this page` },
})

const kinds = listAudit.request.kind.oneOf

const kindParameter = {
  read: (text: string | undefined) => kinds.find((kind) => kind === text),
  write: (kind: (typeof kinds)[number] | undefined) => kind,
} as const

const viewed = {
  actor: textParameter,
  kind: kindParameter,
  from: dayParameter,
  to: dayParameter,
  columns: viewParameters.columns,
}

const parameters = Object.assign({}, viewed, pageParameters)

/** What people and administrators did, and whether the history is whole. */
export function AuditScreen(): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const [{ actor, kind, from, to, page, cursor }, change, filterBy] = useListState(parameters)
  const filter = { actor: actor && actorNamed(actor), kind, fromDay: from, toDay: to }
  const { data, error, isFetching, refetch } = useList(listAudit, { ...filter, limit: 50, cursor }, (one) => one.events)
  const rows = data?.events ?? []
  return (
    <Page
      title={t.title}
      act={
        <>
          <ExportButton list="audit" definition={listAudit} filter={filter} />
          <VerifyHistory />
        </>
      }
    >
      <ListViews
        list="audit"
        parameters={viewed}
        today={{ from: 'today', to: 'today' }}
        person="actor"
        titles={auditColumnTitles}
      />
      <Filters
        chosen={[
          chosenText(t.actor, actor, () => filterBy({ actor: undefined })),
          kind !== undefined && {
            name: t.kind,
            text: eventTitle(kind, language),
            clear: () => filterBy({ kind: undefined }),
          },
          chosenDays(t.from, { from, to }, () => filterBy({ from: undefined, to: undefined })),
        ]}
      >
        <FilterText name={t.actor} value={actor} width={200} change={(next) => filterBy({ actor: next })} />
        <Select
          aria-label={t.kind}
          placeholder={t.kind}
          value={kind ?? null}
          style={{ width: 180 }}
          allowClear
          options={kinds.map((value) => ({ value, label: eventTitle(value, language) }))}
          onChange={(next) => filterBy({ kind: next ?? undefined })}
        />
        <FilterDays names={[t.from, t.to]} value={{ from, to }} change={filterBy} />
      </Filters>
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      {data !== undefined && cursor === undefined && <LastAudit audit={data.lastAudit} />}
      {data?.eventsRemovedBefore !== undefined && <p className="yq-soft">{t.removed(data.eventsRemovedBefore)}</p>}
      <div className="yq-card">
        <AuditTable
          rows={rows}
          isLoading={isFetching}
          isMore={data?.nextCursor !== undefined}
          actorName={actorNames(data?.actors)}
        />
        <CursorPages sum={data && t.sum(rows.length)} page={page} next={data?.nextCursor} go={change} />
      </div>
    </Page>
  )
}

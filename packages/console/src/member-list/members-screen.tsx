import { memberColumns, memberStateNames, memberStates, searchMembers } from '@yaoquan/api'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { ExportButton } from '../exports/export-button.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { CursorPages } from '../lists/cursor-pages.tsx'
import { FilterText } from '../lists/filter-text.tsx'
import { chosenText, Filters } from '../lists/filters.tsx'
import { ListViews } from '../lists/list-views.tsx'
import { orderOf, viewParameters } from '../lists/shown-columns.ts'
import { choiceParameter, pageParameters, textParameter, useListState } from '../navigation/search-state.ts'
import { Failure } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { useList } from '../session/use-server.ts'
import { MembersTable, memberColumnTitles } from './members-table.tsx'

const texts = defineTexts({
  title: { zh: '会员', en: 'Members' },
  level: memberColumns.level,
  tag: { zh: '标签', en: 'Tag' },
  phone: memberColumns.phone,
  card: memberColumns.cardNo,
  state: { zh: '状态', en: 'State' },
  all: { zh: '全部状态', en: 'All states' },
  sum: { zh: (count: number) => `本页 ${count} 位`, en: (count) => `${count} on this page` },
})

const viewed = {
  level: textParameter,
  tag: textParameter,
  state: choiceParameter(['all', ...memberStateNames]),
  columns: viewParameters.columns,
  sort: viewParameters.sort,
}

const parameters = Object.assign({}, viewed, pageParameters)

/** All members of the seller. Phone and card are filters that the address does not show, so they are gone after a reload. */
export function MembersScreen(): ReactNode {
  const t = useTexts(texts)
  const stateWords = useTexts(memberStates)
  const [{ level, tag, state, sort, page, cursor }, change, filterBy] = useListState(parameters)
  const [named, setNamed] = useState<Readonly<{ phone?: string | undefined; cardNo?: string | undefined }>>({})
  const filter = { level, tag, ...named, state: state === 'all' ? undefined : state }
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  const request = { ...filter, newestFirst: sort === 'newest' ? true : undefined, limit: 50, cursor }
  const { data, error, isFetching, refetch } = useList(searchMembers, request, (one) => one.members)
  const rows = data?.members ?? []
  const name = (part: typeof named) => {
    setNamed({ ...named, ...part })
    filterBy({})
  }
  return (
    <Page title={t.title} act={<ExportButton list="members" definition={searchMembers} filter={filter} />}>
      <ListViews list="members" parameters={viewed} titles={memberColumnTitles} />
      <Filters
        chosen={[
          chosenText(t.phone, named.phone, () => name({ phone: undefined })),
          chosenText(t.card, named.cardNo, () => name({ cardNo: undefined })),
          chosenText(t.level, level, () => filterBy({ level: undefined })),
          chosenText(t.tag, tag, () => filterBy({ tag: undefined })),
          state !== 'all' && { name: t.state, text: stateWords[state], clear: () => filterBy({ state: 'all' }) },
        ]}
      >
        <FilterText name={t.phone} value={named.phone} change={(phone) => name({ phone })} />
        <FilterText name={t.card} value={named.cardNo} change={(cardNo) => name({ cardNo })} />
        <FilterText name={t.level} value={level} width={110} change={(next) => filterBy({ level: next })} />
        <FilterText name={t.tag} value={tag} width={110} change={(next) => filterBy({ tag: next })} />
        <Select
          aria-label={t.state}
          value={state}
          style={{ width: 120 }}
          options={[
            { value: 'all' as const, label: t.all },
            ...memberStateNames.map((value) => ({ value, label: stateWords[value] })),
          ]}
          onChange={(next) => filterBy({ state: next })}
        />
      </Filters>
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      <div className="yq-card">
        <MembersTable
          rows={rows}
          isLoading={isFetching}
          isFiltered={isFiltered}
          isMore={data?.nextCursor !== undefined}
          order={orderOf(sort, filterBy)}
        />
        <CursorPages sum={data && t.sum(rows.length)} page={page} next={data?.nextCursor} go={change} />
      </div>
    </Page>
  )
}

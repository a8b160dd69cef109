import { listApps, listRefusals } from '@yaoquan/api'
import { Flex, Select, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { ExplainDrawer } from '../coupon/explain-drawer.tsx'
import { shortMoment, useToday } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { CursorPages } from '../lists/cursor-pages.tsx'
import { dayParameter, FilterDays } from '../lists/filter-days.tsx'
import { FilterText } from '../lists/filter-text.tsx'
import { chosenDays, chosenText, Filters } from '../lists/filters.tsx'
import { type ListPage, ListTable } from '../lists/list-table.tsx'
import { pageParameters, textParameter, useListState } from '../navigation/search-state.ts'
import { Code } from '../parts/code.tsx'
import { Failure } from '../parts/failure.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { refusalWords } from '../parts/refusal-words.ts'
import { refusalCodes } from '../server/call-error.ts'
import type { ResultOf } from '../server/call-method.ts'
import { useRead } from '../session/use-server.ts'
import { keptMethods } from '../terms/refused-call-title.ts'
import '../parts/details.css'

const texts = defineTexts({
  note: {
    zh: '最近 30 天因业务原因被拒的调用。成功的调用见优惠券的动态与核销记录。',
    en: 'Calls of the last 30 days that were refused for a business reason. Calls that succeeded are in the timelines of coupons and in the redemptions.',
  },
  app: { zh: '应用', en: 'App' },
  method: { zh: 'API', en: 'API' },
  code: { zh: '拒绝原因', en: 'Reason' },
  from: { zh: '自', en: 'from' },
  to: { zh: '至', en: 'to' },
  request: { zh: '输入请求号诊断', en: 'Explain a request id' },
  sum: { zh: (count: number) => `本页 ${count} 次`, en: (count) => `${count} on this page` },
  none: { zh: '没有符合条件的被拒调用。换个条件试试。', en: 'No refused call matches. Try another filter.' },
  noneYet: { zh: '最近 30 天没有被拒的调用。', en: 'No call was refused in the last 30 days.' },
  older: { zh: '这一段里没有，翻到下一页看更早的。', en: 'None in this stretch; the next page has earlier ones.' },
})

const parameters = {
  app: textParameter,
  method: textParameter,
  code: textParameter,
  from: dayParameter,
  to: dayParameter,
  ...pageParameters,
  explain: textParameter,
}

/** Refused calls with filters; each can be explained. */
export function Calls(): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const [{ app, method, code, from, to, page, cursor, explain }, change, filterBy] = useListState(parameters)
  const input = { appKey: app, apiName: method, refusedCode: code, fromDay: from, toDay: to, cursor, limit: 50 }
  const { data, error, isFetching, refetch } = useRead(listRefusals, input, { keepsFormer: true })
  const isFiltered = [app, method, code, from, to].some((value) => value !== undefined)
  const apps = useRead(listApps, {}).data?.apps ?? []
  const rows = data?.refusals ?? []
  const open = (requestId: string | undefined) => change({ explain: requestId })
  const filters = [
    { key: 'app', value: app, width: 170, options: apps.map(({ appKey, name }) => ({ value: appKey, label: name })) },
    {
      key: 'method',
      value: method,
      width: 220,
      options: keptMethods.map(({ name, title }) => ({ value: name, label: `${title[language]} ${name}` })),
    },
    {
      key: 'code',
      value: code,
      width: 220,
      options: refusalCodes.map((value) => ({ value, label: `${refusalWords(value, language)} ${value}` })),
    },
  ] as const
  return (
    <Flex vertical gap={12}>
      <Filters
        chosen={[
          ...filters.map(({ key, value, options }) => {
            const text = options.find((option) => option.value === value)?.label ?? value
            return chosenText(t[key], text, () => filterBy({ [key]: undefined }))
          }),
          chosenDays(t.from, { from, to }, () => filterBy({ from: undefined, to: undefined })),
        ]}
      >
        {filters.map(({ key, value, width, options }) => (
          <Select<string>
            key={key}
            aria-label={t[key]}
            placeholder={t[key]}
            value={value ?? null}
            style={{ width }}
            allowClear
            popupMatchSelectWidth={false}
            showSearch={{ optionFilterProp: 'label' }}
            options={[...options]}
            onChange={(next) => filterBy({ [key]: next ?? undefined })}
          />
        ))}
        <FilterDays names={[t.from, t.to]} value={{ from, to }} change={filterBy} />
        <FilterText name={t.request} value={undefined} width={170} change={open} />
      </Filters>
      <p className="yq-soft yq-tight">{t.note}</p>
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      <div className="yq-card yq-list">
        <CallsTable
          rows={rows}
          isLoading={isFetching}
          none={data?.nextCursor !== undefined ? t.older : isFiltered ? t.none : t.noneYet}
          open={open}
        />
        <CursorPages sum={data && t.sum(rows.length)} page={page} next={data?.nextCursor} go={change} />
      </div>
      <ExplainDrawer requestId={explain} close={() => open(undefined)} />
    </Flex>
  )
}

const tableTexts = defineTexts({
  at: { zh: '时间', en: 'Time' },
  app: { zh: '应用', en: 'App' },
  reason: { zh: '拒绝原因', en: 'Reason' },
  requestId: { zh: '请求号', en: 'Request id' },
  acts: { zh: '操作', en: 'Actions' },
  explain: { zh: '诊断', en: 'Explain' },
})

type Refusal = ResultOf<typeof listRefusals>['refusals'][number]

type Props = ListPage<Refusal> & Readonly<{ none: string; open: (requestId: string) => void }>

/** Refused calls; a row opens the explanation. @param props.none what an empty list says */
function CallsTable(props: Props): ReactNode {
  return <ListTable {...props} keyOf={({ requestId }) => requestId} columns={useColumns(props.open)} width={960} />
}

function useColumns(open: (requestId: string) => void): TableColumnsType<Refusal> {
  const t = useTexts(tableTexts)
  const { language } = useLanguage()
  const today = useToday()
  const apps = new Map(useRead(listApps, {}).data?.apps.map(({ appKey, name }) => [appKey, name]))
  return [
    {
      title: t.at,
      dataIndex: 'at',
      width: 104,
      className: 'yq-number',
      render: (at: string) => <time title={at}>{shortMoment(at, today)}</time>,
    },
    {
      title: t.app,
      dataIndex: 'appKey',
      width: 140,
      ellipsis: true,
      render: (key: string) => <span title={key}>{apps.get(key) ?? key}</span>,
    },
    { title: 'API', dataIndex: 'method', width: 210, ellipsis: true },
    {
      title: t.reason,
      dataIndex: 'refusedCode',
      ellipsis: true,
      render: (code: string) => (
        <span title={code}>
          {refusalWords(code, language)} <span className="yq-soft">{code}</span>
        </span>
      ),
    },
    { title: t.requestId, dataIndex: 'requestId', width: 140, render: (id: string) => <Code text={id} /> },
    {
      title: t.acts,
      key: 'explain',
      className: 'yq-acts-column',
      width: 84,
      render: (_, { requestId }) => <LinkButton text={t.explain} act={() => open(requestId)} />,
    },
  ]
}

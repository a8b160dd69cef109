import { PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Empty, Tabs } from 'antd'
import { type ReactNode, useState } from 'react'
import { dayOf, useNow } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { ListViews } from '../lists/list-views.tsx'
import { viewParameters } from '../lists/shown-columns.ts'
import { choiceParameter, pageParameter, textParameter, useSearchState } from '../navigation/search-state.ts'
import { Failure } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { useSession } from '../session/session-provider.tsx'
import { monthParameter, TemplateCalendar } from './template-calendar.tsx'
import { TemplateDrawer } from './template-drawer.tsx'
import { filterOf, filterParameters, TemplateFilters } from './template-filters.tsx'
import { type TemplateAct, TemplateTable, templateOrders, useTemplateColumnTitles } from './template-table.tsx'
import { useTemplates } from './use-templates.ts'
import { useWaitingIssues, WaitingIssues } from './waiting-issues.tsx'

const texts = defineTexts({
  title: { zh: '券模板', en: 'Templates' },
  create: { zh: '新建模板', en: 'New template' },
  list: { zh: '列表', en: 'List' },
  pending: { zh: '待审批', en: 'Waiting for approval' },
  calendar: { zh: '日历', en: 'Calendar' },
  total: { zh: (count: number) => `${count} 个模板`, en: (count) => `${count} templates` },
  more: {
    zh: (count: number) => `前 ${count} 个模板，请缩小筛选`,
    en: (count) => `the first ${count} templates; narrow the filter`,
  },
  none: {
    zh: '还没有模板。新建一个，设好规则与库存后发布。',
    en: 'There is no template yet. Create one, set rule and stock, publish it.',
  },
  noMatch: { zh: '没有符合条件的模板', en: 'No template matches' },
  nothingWaits: { zh: '没有等待审批的模板', en: 'No template waits for approval' },
})

const viewed = Object.assign(
  { order: choiceParameter(templateOrders), columns: viewParameters.columns },
  filterParameters,
)

const own = {
  view: choiceParameter(['list', 'pending', 'calendar']),
  page: pageParameter,
  month: monthParameter,
  /** Id of the template in the drawer. */
  template: textParameter,
  /** `new`, or the id of the job that sends it. */
  send: textParameter,
} as const

const parameters = Object.assign({}, own, viewed)

/** All templates with filters, those that wait for approval, and a calendar; one opens in a drawer. */
export function TemplateList(): ReactNode {
  const t = useTexts(texts)
  const { seller, may } = useSession()
  const nowMs = useNow(60_000)
  const [values, change] = useSearchState(parameters)
  const columnTitles = useTemplateColumnTitles()
  const { view, order, page, columns, month, template: openId, send } = values
  const filter = filterOf(values)
  const isPending = view === 'pending'
  const found = useTemplates(filter, view === 'list')
  const pending = useTemplates({ stage: 'pending' }, isPending)
  const list = isPending ? pending : found
  const { templates = [], isComplete = true } = list.data ?? {}
  const total = isComplete ? t.total(templates.length) : t.more(templates.length)
  const isFiltered = Object.values(filter).some((member) => member !== undefined)
  const empty = isPending ? t.nothingWaits : isFiltered ? t.noMatch : t.none
  const [isSwitchBegun, setSwitchBegun] = useState(false)
  const navigate = useNavigate()
  const open = (couponId: string) => {
    // Back closes the drawer, too.
    setSwitchBegun(false)
    change({ template: couponId })
  }
  const begin = (couponId: string, act: TemplateAct) => {
    if (act === 'edit') return void navigate({ to: '/templates/edit', search: { template: couponId } as never })
    if (act === 'copy') return void navigate({ to: '/templates/edit', search: { copy: couponId } as never })
    setSwitchBegun(act === 'switch')
    change({ template: couponId, send: act === 'send' ? 'new' : undefined })
  }
  const table = (
    <>
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      <TemplateTable
        templates={templates}
        nowMs={nowMs}
        order={order}
        page={page}
        shownColumns={columns}
        isCovered={openId !== undefined}
        hasTrend={!isPending}
        change={change}
        open={open}
        begin={begin}
        isLoading={list.data === undefined && !list.isError}
        empty={<Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} />}
      />
    </>
  )
  const issues = useWaitingIssues(isPending)
  const tabs = [
    {
      key: 'list',
      label: t.list,
      children: (
        <>
          <div className="yq-filters">
            <ListViews
              list="templates"
              parameters={viewed}
              today={{ from: 'today', to: 'today' }}
              shop="shop"
              person="by"
              titles={columnTitles}
            />
          </div>
          <TemplateFilters
            values={values}
            change={(next) => change({ ...next, page: 1 }, { isReplaced: true })}
            total={list.data === undefined ? '' : total}
          />
          {table}
        </>
      ),
    },
    ...(isPending || seller.asksApproval === true
      ? [
          {
            key: 'pending',
            label: (
              <>
                {t.pending} {isPending && <span className="yq-number">{templates.length + issues.jobs.length}</span>}
              </>
            ),
            children: (
              <>
                <WaitingIssues jobs={issues.jobs} who={issues.who} />
                {table}
              </>
            ),
          },
        ]
      : []),
    {
      key: 'calendar',
      label: t.calendar,
      children: (
        <TemplateCalendar
          month={month ?? dayOf(nowMs).slice(0, 7)}
          nowMs={nowMs}
          turn={(next) => change({ month: next }, { isReplaced: true })}
          open={open}
        />
      ),
    },
  ]
  return (
    <Page
      title={t.title}
      act={
        may('save-templates') && (
          <Link to="/templates/edit">
            <Button type="primary" icon={<PlusOutlined />} tabIndex={-1}>
              {t.create}
            </Button>
          </Link>
        )
      }
    >
      <section className="yq-card yq-list">
        <Tabs
          activeKey={view}
          destroyOnHidden
          onChange={(key) => change({ view: parameters.view.read(key), page: 1 })}
          items={tabs}
        />
      </section>
      <TemplateDrawer
        couponId={openId}
        listed={templates.find(({ couponId }) => couponId === openId)}
        listedAtMs={list.isFetching ? 0 : list.dataUpdatedAt}
        isListPending={view !== 'calendar' && list.isPending}
        send={send}
        changeSend={(next) => change({ send: next })}
        isSwitchBegun={isSwitchBegun}
        close={() => {
          setSwitchBegun(false)
          change({ template: undefined, send: undefined })
        }}
      />
    </Page>
  )
}

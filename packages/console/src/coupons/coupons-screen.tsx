import { couponColumns, couponStateNames, couponStates, eventKinds, searchCoupons } from '@yaoquan/api'
import { Flex, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { CouponAct } from '../acts/coupon-acts.ts'
import { CouponDrawer } from '../coupon/coupon-drawer.tsx'
import { useToday } from '../design/days.ts'
import { ExportButton } from '../exports/export-button.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { CursorPages } from '../lists/cursor-pages.tsx'
import { chosenShop, FilterShop, FilterTemplates } from '../lists/filter-code.tsx'
import { dayParameter, FilterDays } from '../lists/filter-days.tsx'
import { chosenChannel, FilterChannel } from '../lists/filter-text.tsx'
import { chosenDays, Filters } from '../lists/filters.tsx'
import { ListViews } from '../lists/list-views.tsx'
import { orderOf, viewParameters } from '../lists/shown-columns.ts'
import { TemplateName } from '../names/template-name.tsx'
import {
  choiceParameter,
  listParameter,
  pageParameters,
  textParameter,
  useListState,
} from '../navigation/search-state.ts'
import { Failure } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useList } from '../session/use-server.ts'
import { BulkBar } from './bulk-bar.tsx'
import { dayKinds, filterOf } from './coupon-filter.ts'
import { CouponsTable, couponColumnTitles } from './coupons-table.tsx'

const texts = defineTexts({
  title: { zh: '优惠券', en: 'Coupons' },
  template: { zh: '模板', en: 'Template' },
  channel: couponColumns.channel,
  shop: { zh: '可用门店', en: 'Valid in shop' },
  state: couponColumns.status,
  all: { zh: '全部状态', en: 'All states' },
  unused: { zh: '可用与未生效', en: 'Usable or later' },
  days: { zh: '按哪个日期', en: 'Which days' },
  issued: eventKinds.issued,
  start: { zh: '生效', en: 'First valid day' },
  end: { zh: '失效', en: 'Last valid day' },
  used: { zh: '使用', en: 'Used' },
  from: { zh: '自', en: 'from' },
  to: { zh: '至', en: 'to' },
  sum: { zh: (count: number) => `本页 ${count} 张`, en: (count) => `${count} on this page` },
  total: { zh: (count: number) => `共 ${count} 张`, en: (count) => `${count} in all` },
})

const viewed = {
  template: listParameter,
  channel: textParameter,
  shop: textParameter,
  state: choiceParameter(['all', ...couponStateNames]),
  days: choiceParameter(dayKinds),
  from: dayParameter,
  to: dayParameter,
  columns: viewParameters.columns,
  sort: choiceParameter(['newest', 'oldest', 'ending']),
}

const parameters = Object.assign({ coupon: textParameter }, viewed, pageParameters)

/** All coupons of the seller, over all templates. Phones are looked up in the search box, so that none is in the address. */
export function CouponsScreen(): ReactNode {
  const t = useTexts(texts)
  const stateWords = useTexts(couponStates)
  const { may } = useSession()
  const [selected, select] = useState<readonly string[]>([])
  /** The act of a row, until its drawer closes. */
  const [begun, setBegun] = useState<CouponAct>()
  const [values, change, filterBy] = useListState(parameters)
  const { template, channel, shop, state, days, from, to, sort, page, cursor, coupon } = values
  const filter = filterOf(values, useToday())
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  // The index of last days has the coupons that may still expire, of all templates and channels.
  const canEnd = template.length === 0 && channel === undefined
  const isEnding = sort === 'ending' && canEnd && state === 'usable'
  const order = orderOf(sort === 'oldest' ? 'oldest' : 'newest', filterBy)
  const request = {
    ...filter,
    newestFirst: order.isNewestFirst && !isEnding ? true : undefined,
    endingFirst: isEnding ? true : undefined,
    limit: 50,
    cursor,
  }
  const { data, error, isFetching, refetch } = useList(searchCoupons, request, (one) => one.coupons)
  const rows = data?.coupons ?? []
  const sum = [t.sum(rows.length), ...(data?.totalCount === undefined ? [] : [t.total(data.totalCount)])]
  return (
    <Page title={t.title} act={<ExportButton list="coupons" definition={searchCoupons} filter={filter} />}>
      <ListViews
        list="coupons"
        parameters={viewed}
        today={{ from: 'today', to: 'today' }}
        shop="shop"
        titles={couponColumnTitles}
      />
      <Filters
        chosen={[
          ...template.map((couponId) => ({
            name: `${t.template} ${couponId}`,
            text: <TemplateName couponId={couponId} />,
            clear: () => filterBy({ template: template.filter((one) => one !== couponId) }),
          })),
          state !== 'all' && {
            name: t.state,
            text: state === 'usable' ? t.unused : stateWords[state],
            clear: () => filterBy({ state: 'all' }),
          },
          chosenShop(t.shop, shop, () => filterBy({ shop: undefined })),
          chosenChannel(t.channel, channel, () => filterBy({ channel: undefined })),
          chosenDays(t[days], { from, to }, () => filterBy({ from: undefined, to: undefined })),
        ]}
      >
        <FilterTemplates name={t.template} values={template} change={(next) => filterBy({ template: next })} />
        <Select
          aria-label={t.state}
          value={state}
          style={{ width: 132 }}
          options={[
            { value: 'all' as const, label: t.all },
            ...couponStateNames.map((value) => ({ value, label: value === 'usable' ? t.unused : stateWords[value] })),
          ]}
          onChange={(next) => filterBy({ state: next })}
        />
        <FilterShop name={t.shop} value={shop} change={(next) => filterBy({ shop: next })} />
        <FilterChannel name={t.channel} value={channel} width={110} change={(next) => filterBy({ channel: next })} />
        <Flex wrap gap={4}>
          <Select
            aria-label={t.days}
            value={days}
            style={{ width: 110 }}
            options={dayKinds.map((value) => ({ value, label: t[value] }))}
            onChange={(next) => filterBy({ days: next })}
          />
          <FilterDays names={[t.from, t.to]} value={{ from, to }} change={filterBy} />
        </Flex>
      </Filters>
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      {selected.length > 0 && <BulkBar selected={selected} filter={isFiltered ? filter : undefined} />}
      <div className="yq-card">
        <CouponsTable
          rows={rows}
          terms={data?.terms ?? []}
          isLoading={isFetching}
          isFiltered={isFiltered}
          isMore={data?.nextCursor !== undefined}
          open={(couponCode) => {
            // Back closes the drawer, too.
            setBegun(undefined)
            change({ coupon: couponCode })
          }}
          begin={(couponCode, act) => {
            setBegun(act)
            change({ coupon: couponCode })
          }}
          order={order}
          ending={
            canEnd ? { isChosen: isEnding, choose: () => filterBy({ sort: 'ending', state: 'usable' }) } : undefined
          }
          selection={may('bulk') || may('hold-coupons') ? { selected, select } : undefined}
        />
        <CursorPages sum={data && sum.join(' · ')} page={page} next={data?.nextCursor} go={change} />
      </div>
      <CouponDrawer
        couponCode={coupon}
        act={begun}
        close={() => {
          setBegun(undefined)
          change({ coupon: undefined })
        }}
      />
    </Page>
  )
}

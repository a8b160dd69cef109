import { couponColumns, listRedemptions } from '@yaoquan/api'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { fenOf, moneyText, yuanOf } from '../design/money.ts'
import { ExportButton } from '../exports/export-button.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { CursorPages } from '../lists/cursor-pages.tsx'
import { chosenShop, FilterShop } from '../lists/filter-code.tsx'
import { dayParameter, FilterDays } from '../lists/filter-days.tsx'
import { FilterText } from '../lists/filter-text.tsx'
import { chosenDays, chosenText, Filters } from '../lists/filters.tsx'
import { ListViews } from '../lists/list-views.tsx'
import { orderOf, viewParameters } from '../lists/shown-columns.ts'
import {
  choiceParameter,
  orderParameter,
  pageParameters,
  textParameter,
  useListState,
} from '../navigation/search-state.ts'
import { Failure } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { useList } from '../session/use-server.ts'
import { RedemptionDrawer } from './redemption-drawer.tsx'
import { type Redemption, RedemptionsTable, redemptionColumnTitles } from './redemptions-table.tsx'

const texts = defineTexts({
  title: { zh: '核销记录', en: 'Redemptions' },
  order: { zh: '订单号', en: 'Order' },
  shop: { zh: '门店', en: 'Shop' },
  coupon: couponColumns.couponCode,
  from: { zh: '核销自', en: 'from' },
  to: { zh: '至', en: 'to' },
  returned: { zh: '退回状态', en: 'Returned or not' },
  all: { zh: '全部', en: 'All' },
  no: { zh: '未退回', en: 'Not returned' },
  yes: { zh: '已退回', en: 'Returned' },
  sum: {
    zh: (count: number, off: string) => `本页 ${count} 笔，抵扣 ${off} 元`,
    en: (count, off) => `${count} on this page, ¥${off} off`,
  },
})

const viewed = {
  order: orderParameter,
  shop: textParameter,
  code: textParameter,
  from: dayParameter,
  to: dayParameter,
  returned: choiceParameter(['all', 'no', 'yes']),
  columns: viewParameters.columns,
  sort: viewParameters.sort,
}

const parameters = Object.assign({ open: textParameter }, viewed, pageParameters)

/** All redemptions of the seller: by order, shop, coupon and day. */
export function RedemptionsScreen(): ReactNode {
  const t = useTexts(texts)
  const [values, change, filterBy] = useListState(parameters)
  const { order, shop, code, from, to, returned, sort, page, cursor, open } = values
  const filter = {
    orderId: order,
    shop,
    couponCode: code,
    redeemedFrom: from,
    redeemedTo: to,
    returned: returned === 'all' ? undefined : returned === 'yes',
  }
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  const request = { ...filter, newestFirst: sort === 'newest' ? true : undefined, limit: 50, cursor }
  const { data, error, isFetching, refetch } = useList(listRedemptions, request, (one) => one.redemptions)
  const rows = data?.redemptions ?? []
  return (
    <Page title={t.title} act={<ExportButton list="redemptions" definition={listRedemptions} filter={filter} />}>
      <ListViews
        list="redemptions"
        parameters={viewed}
        today={{ from: 'today', to: 'today' }}
        shop="shop"
        titles={redemptionColumnTitles}
      />
      <Filters
        chosen={[
          chosenText(t.order, order, () => filterBy({ order: undefined })),
          chosenShop(t.shop, shop, () => filterBy({ shop: undefined })),
          chosenText(t.coupon, code, () => filterBy({ code: undefined })),
          chosenDays(t.from, { from, to }, () => filterBy({ from: undefined, to: undefined })),
          returned !== 'all' && { name: t.returned, text: t[returned], clear: () => filterBy({ returned: 'all' }) },
        ]}
      >
        <FilterText name={t.order} value={order} change={(next) => filterBy({ order: next })} />
        <FilterShop name={t.shop} value={shop} change={(next) => filterBy({ shop: next })} />
        <FilterText name={t.coupon} value={code} change={(next) => filterBy({ code: next })} />
        <FilterDays names={[t.from, t.to]} value={{ from, to }} change={filterBy} />
        <Select
          aria-label={t.returned}
          value={returned}
          style={{ width: 120 }}
          options={(['all', 'no', 'yes'] as const).map((value) => ({ value, label: t[value] }))}
          onChange={(next) => filterBy({ returned: next })}
        />
      </Filters>
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      <div className="yq-card">
        <RedemptionsTable
          rows={rows}
          isLoading={isFetching}
          isFiltered={isFiltered}
          isMore={data?.nextCursor !== undefined}
          order={orderOf(sort, filterBy)}
          open={(id) => change({ open: id })}
        />
        <CursorPages
          sum={data && t.sum(rows.length, moneyText(offOf(rows)))}
          page={page}
          next={data?.nextCursor}
          go={change}
        />
      </div>
      <RedemptionDrawer redemptionId={open} close={() => change({ open: undefined })} />
    </Page>
  )
}

function offOf(rows: readonly Redemption[]): string {
  return yuanOf(rows.reduce((sum, { offAmount = '0' }) => sum + fenOf(offAmount), 0))
}

import { DownloadOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons'
import { sumCosts } from '@yaoquan/api'
import { Button, DatePicker, Flex, Segmented } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { isOnPhone, useMatches } from '../design/browser-state.ts'
import { addDays, dayOf, useToday } from '../design/days.ts'
import { moneyText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { codeText } from '../names/code-text.ts'
import { useShops } from '../names/use-names.ts'
import { choiceParameter, useSearchState } from '../navigation/search-state.ts'
import { Failure } from '../parts/failure.tsx'
import { csvFile, csvOf, saveFile } from '../parts/save-file.ts'
import { useRead } from '../session/use-server.ts'
import { type CostRow, type Costs, CostTable, costTexts } from './cost-table.tsx'
import './reconciliation.css'

const texts = defineTexts({
  month: { zh: '月份', en: 'Month' },
  before: { zh: '上一月', en: 'The month before' },
  after: { zh: '下一月', en: 'The month after' },
  group: { zh: '汇总', en: 'By' },
  byBearer: { zh: '承担方', en: 'Bearer' },
  byShop: { zh: '门店', en: 'Shop' },
  byTemplate: { zh: '模板', en: 'Template' },
  byMonth: { zh: '月份', en: 'Month' },
  ...costTexts,
  none: { zh: '（未设定）', en: '(none)' },
  others: { zh: '其余各项', en: 'All others' },
  csv: { zh: '下载 CSV', en: 'Download CSV' },
  period: {
    zh: (from: string, to: string) => `${from} 至 ${to}`,
    en: (from, to) => `${from} to ${to}`,
  },
  missing: {
    zh: (missing: number, days: number) => `${days} 天中有 ${missing} 天没有对账报告，不在其中`,
    en: (missing, days) => `${missing} of ${days} days have no report and are not in it`,
  },
  cut: {
    zh: (days: number) => `有 ${days} 天的明细过多，各行可能偏低，差额在“其余各项”`,
    en: (days) => `${days} days have too many rows: some may be too low here, and the rest is in “All others”`,
  },
  unpriced: {
    zh: (count: number, face: string) => `${count} 次没有金额，面额 ${face} 元，不在费用中`,
    en: (count, face) => `${count} without amounts, face value ¥${face}, are not in the cost`,
  },
})

const monthParameter = {
  read: (text: string | undefined) => (text !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : undefined),
  write: (value: string | undefined) => value,
} as const

const parameters = { month: monthParameter, by: choiceParameter(['bearer', 'shop', 'template', 'month']) } as const

/** What coupons cost in a month by bearer, shop or template, and in the twelve months up to it. */
export function CostTab(): ReactNode {
  const t = useTexts(texts)
  const isPhone = useMatches(isOnPhone)
  const yesterday = addDays(useToday(), -1)
  const [{ month: requested, by }, change] = useSearchState(parameters)
  const newest = monthOf(yesterday)
  const month = requested ?? newest
  const go = (next: string) => change({ month: next })
  const toDay = month === newest ? yesterday : addDays(`${monthAfter(month, 1)}-01`, -1)
  const fromDay = `${by === 'month' ? monthAfter(month, -11) : month}-01`
  const read = useRead(sumCosts, { fromDay, toDay, groupBy: by }, { keepsFormer: true })
  const { data, error, isFetching, isPlaceholderData, refetch } = read
  const shown = isPlaceholderData ? undefined : data
  const { nameOf } = useShops()
  const nameOfRow = ({ key, name }: CostRow) => {
    if (key === undefined || key === '') return t.none
    if (key === '…') return t.others
    return by === 'shop' ? codeText(key, nameOf) : (name ?? key)
  }
  const groups = { bearer: t.byBearer, shop: t.byShop, template: t.byTemplate, month: t.byMonth }
  return (
    <Flex vertical gap={12}>
      <Flex wrap gap={8} align="center" role="search">
        <Button icon={<LeftOutlined />} aria-label={t.before} onClick={() => go(monthAfter(month, -1))} />
        <DatePicker.MonthPicker
          aria-label={t.month}
          value={dayjs(`${month}-01`, 'YYYY-MM-DD')}
          allowClear={false}
          format="YYYY-MM"
          disabledDate={(one) => one.format('YYYY-MM') > newest}
          onChange={(one) => one !== null && go(one.format('YYYY-MM'))}
        />
        <Button
          icon={<RightOutlined />}
          aria-label={t.after}
          disabled={month >= newest}
          onClick={() => go(monthAfter(month, 1))}
        />
        <Segmented
          aria-label={t.group}
          value={by}
          options={Object.entries(groups).map(([value, label]) => ({ value, label }))}
          onChange={(next) => change({ by: parameters.by.read(next) }, { isReplaced: true })}
        />
        <Button
          className="yq-end"
          icon={<DownloadOutlined />}
          aria-label={t.csv}
          disabled={shown === undefined}
          onClick={() =>
            shown && save(shown, { t, first: groups[by], nameOfRow, fileName: `${fromDay}-${toDay}-${by}` })
          }
        >
          {!isPhone && t.csv}
        </Button>
      </Flex>
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      <div className="yq-card yq-list">
        <CostTable costs={shown} isLoading={isFetching} first={groups[by]} nameOfRow={nameOfRow} />
        <p className="yq-soft yq-cost-note">
          {[
            t.period(fromDay, toDay),
            shown && shown.reportedDays < shown.days && t.missing(shown.days - shown.reportedDays, shown.days),
            shown && shown.cutDays > 0 && t.cut(shown.cutDays),
            shown && shown.unpriced > 0 && t.unpriced(shown.unpriced, moneyText(shown.unpricedFaceAmount)),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
    </Flex>
  )
}

type Saving = Readonly<{
  t: Readonly<Record<'redemptions' | 'off' | 'returned' | 'net', string>>
  first: string
  nameOfRow: (row: CostRow) => string
  fileName: string
}>

function save(costs: Costs, { t, first, nameOfRow, fileName }: Saving): void {
  const columns = [first, t.redemptions, t.off, t.returned, t.net]
  const rows = costs.rows.map(
    (row) => [nameOfRow(row), row.redemptions, row.redeemedAmount, row.returnedAmount, row.netAmount] as const,
  )
  saveFile(`${fileName}.csv`, csvFile(csvOf([columns, ...rows])))
}

function monthOf(day: string): string {
  return day.slice(0, 'YYYY-MM'.length)
}

/** The month so many months later, `YYYY-MM`. */
function monthAfter(month: string, count: number): string {
  const [year = 0, ofYear = 1] = month.split('-').map(Number)
  return monthOf(dayOf(Date.UTC(year, ofYear - 1 + count, 1)))
}

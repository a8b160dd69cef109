import type { sumCosts } from '@yaoquan/api'
import { Table, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { isOnPhone, useMatches } from '../design/browser-state.ts'
import { moneyText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { ListTable } from '../lists/list-table.tsx'
import type { ResultOf } from '../server/call-method.ts'

export const costTexts = defineTexts({
  redemptions: { zh: '核销（次）', en: 'Redemptions' },
  off: { zh: '抵扣（元）', en: 'Off (¥)' },
  returned: { zh: '退回（元）', en: 'Returned (¥)' },
  net: { zh: '费用（元）', en: 'Cost (¥)' },
  share: { zh: '占比', en: 'Share' },
  total: { zh: '合计', en: 'Total' },
  nothing: { zh: '这段时间没有费用。', en: 'There is no cost in this period.' },
})

export type Costs = ResultOf<typeof sumCosts>
export type CostRow = Costs['rows'][number]

type CostTableProps = Readonly<{
  costs: Costs | undefined
  isLoading: boolean
  /** Title of the first column. */
  first: string
  nameOfRow: (row: CostRow) => string
}>

type Figure = Readonly<{
  title: string
  width: number
  value: (sums: Pick<CostRow, SumName>) => string
  isMain?: boolean
}>
type SumName = 'redemptions' | 'redeemedAmount' | 'returnedAmount' | 'netAmount'

/** Costs by one group, with their sum below. A narrow page has the cost alone. */
export function CostTable({ costs, isLoading, first, nameOfRow }: CostTableProps): ReactNode {
  const t = useTexts(costTexts)
  const isWide = !useMatches(isOnPhone)
  const rows = costs?.rows ?? []
  const total = Number(costs?.netAmount ?? 0)
  const all: readonly Figure[] = [
    { title: t.redemptions, width: 110, value: ({ redemptions }) => String(redemptions) },
    { title: t.off, width: 100, value: ({ redeemedAmount }) => moneyText(redeemedAmount) },
    { title: t.returned, width: 110, value: ({ returnedAmount }) => moneyText(returnedAmount) },
    { title: t.net, width: 100, value: ({ netAmount }) => moneyText(netAmount), isMain: true },
  ]
  const figures = all.filter(({ isMain }) => isWide || isMain)
  const columns: TableColumnsType<CostRow> = [
    { title: first, key: 'name', ellipsis: true, render: (_, row) => nameOfRow(row) },
    ...figures.map(({ title, width, value }) => ({
      title,
      key: title,
      width,
      align: 'right' as const,
      className: 'yq-number',
      render: (_: unknown, row: CostRow) => value(row),
    })),
    {
      title: t.share,
      key: 'share',
      width: isWide ? 140 : 76,
      render: (_, { netAmount }) => <Share part={total > 0 ? Number(netAmount) / total : 0} isWide={isWide} />,
    },
  ]
  const summary = costs !== undefined && rows.length > 0 && (
    <Table.Summary.Row className="yq-cost-total">
      <Table.Summary.Cell index={0}>{t.total}</Table.Summary.Cell>
      {figures.map(({ title, value }, place) => (
        <Table.Summary.Cell key={title} index={place + 1} align="right" className="yq-number">
          {value(costs)}
        </Table.Summary.Cell>
      ))}
      <Table.Summary.Cell index={figures.length + 1} />
    </Table.Summary.Row>
  )
  return (
    <ListTable
      rows={rows}
      columns={columns}
      isLoading={isLoading}
      keyOf={({ key = '' }) => key}
      width={280}
      none={t.nothing}
      summary={() => summary}
    />
  )
}

function Share({ part, isWide }: Readonly<{ part: number; isWide: boolean }>): ReactNode {
  const width = Math.min(1, Math.max(0, part)) * 100
  const percent = <span className="yq-number">{(part * 100).toFixed(1)}%</span>
  if (!isWide) return percent
  return (
    <span className="yq-share">
      <span className="yq-bar-track" aria-hidden>
        <span className="yq-bar" style={{ width: `${width.toFixed(1)}%` }} />
      </span>
      {percent}
    </span>
  )
}

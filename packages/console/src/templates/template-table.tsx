import { Pagination, Table, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { Sparkline } from '../charts/sparkline.tsx'
import { isOnPaper, isOnPhone, isWide, useMatches } from '../design/browser-state.ts'
import { dayOf, shortDay } from '../design/days.ts'
import { moneyText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { ListCards, LoadingRows } from '../lists/list-cards.tsx'
import { widthOf } from '../lists/list-table.tsx'
import { type RowAct, withRowActs } from '../lists/row-acts.tsx'
import type { ColumnTitles } from '../lists/shown-columns.ts'
import { Code } from '../parts/code.tsx'
import { useRowKeys } from '../parts/use-row-keys.ts'
import { useSession } from '../session/session-provider.tsx'
import { actorText } from '../terms/event-text.ts'
import { NameAndRule } from '../terms/name-and-rule.tsx'
import { ruleText } from '../terms/rule-text.ts'
import { validityText } from './template-sentence.ts'
import { templateActTexts, templateStateOf } from './template-state.ts'
import { Stock, TemplateStateTag } from './template-state-tag.tsx'
import { type FiguresOfTemplates, sparkDays, summedDays, useTemplateFigures } from './use-template-figures.ts'
import type { StoredTemplate } from './use-templates.ts'

/** Its columns; the first is always shown. */
const templateColumnTitles = defineTexts({
  name: { zh: '名称与规则', en: 'Name, rule' },
  id: { zh: '编号', en: 'Id' },
  state: { zh: '状态', en: 'State' },
  validity: { zh: '有效期', en: 'Valid' },
  stock: { zh: '已领 / 库存', en: 'Claimed / stock' },
  limit: { zh: '每人限领', en: 'Per member' },
  used: { zh: '核销', en: 'Used' },
  rate: { zh: '核销率', en: 'Rate' },
  off: { zh: '抵扣（元）', en: 'Off (¥)' },
  trend: { zh: `近 ${sparkDays} 天核销`, en: `Used, ${sparkDays} days` },
  saved: { zh: '版本与保存', en: 'Version, saved' },
})

const texts = defineTexts({
  perDay: { zh: (count: number) => `每天 ${count}`, en: (count) => `${count} a day` },
  ofDays: { zh: `近 ${summedDays} 天`, en: `last ${summedDays} days` },
  trendOf: {
    zh: (sum: number, most: number) => `近 ${sparkDays} 天核销 ${sum} 次，最多一天 ${most} 次`,
    en: (sum, most) => `${sum} redemptions in ${sparkDays} days, ${most} on the best day`,
  },
  version: { zh: (version: number) => `第 ${version} 版`, en: (version) => `v${version}` },
})

/** The titles of the columns that the width of the page has room for. */
export function useTemplateColumnTitles(): ColumnTitles {
  const hasRoom = useMatches(isWide)
  const { trend: _, ...always } = templateColumnTitles
  return hasRoom ? templateColumnTitles : always
}

/** What the rows are ordered by; the first is the usual one: saved last, first. */
export const templateOrders = ['saved', 'name', 'id', 'used', 'off'] as const

export type TemplateOrder = (typeof templateOrders)[number]

/** `switch` stops claiming, or allows it again. */
export type TemplateAct = 'edit' | 'copy' | 'send' | 'switch'

const pageSize = 50

type Props = Readonly<{
  templates: readonly StoredTemplate[]
  isLoading: boolean
  empty: ReactNode
  nowMs: number
  order: TemplateOrder
  page: number
  /** Names of the columns to show; none: all. */
  shownColumns: readonly string[]
  /** Whether a template is open beside it, over the days of redemptions: these are not read then. */
  isCovered: boolean
  /** Whether rows show their redemptions by day, where the page has room. */
  hasTrend: boolean
  change: (values: Readonly<{ order?: TemplateOrder; page?: number }>) => void
  open: (couponId: string) => void
  /** Begins an act of a row. */
  begin: (couponId: string, act: TemplateAct) => void
}>

/** Templates with their stock and what came of them. Figures are read for the shown page. */
export function TemplateTable(props: Props): ReactNode {
  const { templates, isLoading, empty, nowMs, order, page, shownColumns, isCovered, hasTrend, change, open, begin } =
    props
  const today = dayOf(nowMs)
  const { may } = useSession()
  // The sums are those of all templates, so that they order them; the days are those of the page.
  const { sums } = useTemplateFigures([], today)
  const sorted = sortedBy(templates, order, sums)
  const shown = sorted.slice((page - 1) * pageSize, page * pageSize)
  const ids = shown.map(({ couponId }) => couponId)
  const rowKeys = useRowKeys(open)
  // The names of templates come first.
  const hasRoom = useMatches(isWide)
  const isShown = (name: string) => {
    if (figureKeys.has(name) && !may('read-figures')) return false
    if (name === 'trend' && !(hasRoom && hasTrend)) return false
    return name === 'name' || shownColumns.length === 0 || shownColumns.includes(name)
  }
  const figures = useTemplateFigures(isShown('trend') && !isCovered ? ids : [], today)
  const isPhone = useMatches(isOnPhone)
  const isPrinted = useMatches(isOnPaper)
  const nothing = isLoading ? <LoadingRows /> : empty
  const hasCards = isPhone && !isPrinted
  const columns = useColumns({ nowMs, order, figures, hasCards }).filter(({ key }) => isShown(String(key)))
  const actsOf = useActsOf(begin)
  const pagination = templates.length > pageSize && {
    current: page,
    pageSize,
    total: templates.length,
    size: 'small' as const,
    showSizeChanger: false,
  }
  if (hasCards && shown.length === 0) return <div className="yq-list-nothing">{nothing}</div>
  if (hasCards) {
    return (
      <>
        <ListCards rows={shown} keyOf={idOf} columns={columns} rowKeys={rowKeys} open={open} selection={undefined} />
        {pagination && <Pagination {...pagination} align="center" onChange={(current) => change({ page: current })} />}
      </>
    )
  }
  return (
    <Table<StoredTemplate>
      size="small"
      showHeader={shown.length > 0 || isLoading}
      rowKey="couponId"
      dataSource={shown}
      columns={isPrinted ? columns : withRowActs(columns, actsOf, idOf)}
      scroll={{ x: widthOf(columns, 160) }}
      pagination={pagination}
      onChange={({ current = 1 }, _filters, sorter) => {
        const key = Array.isArray(sorter) || sorter.order === undefined ? 'id' : sorter.columnKey
        const next = templateOrders.find((known) => known === key) ?? 'id'
        change(next === order ? { page: current } : { order: next, page: 1 })
      }}
      rowClassName="yq-row-opens"
      onRow={({ couponId }) => ({ onClick: () => open(couponId), ...rowKeys(couponId) })}
      locale={{ emptyText: nothing }}
    />
  )
}

function useActsOf(begin: Props['begin']): (template: StoredTemplate) => readonly RowAct[] {
  const t = useTexts(templateActTexts)
  const { may } = useSession()
  return ({ couponId, closed }) => {
    const row = (name: TemplateAct, title: string) => ({ name, title, act: () => begin(couponId, name) })
    return [
      ...(may('save-templates') ? [row('edit', t.edit), row('copy', t.copy)] : []),
      ...(may('send-coupons') && !closed ? [row('send', t.send)] : []),
      ...(may('stop-templates') ? [{ ...row('switch', closed ? t.reopen : t.stop), isDanger: !closed }] : []),
    ]
  }
}

function idOf({ couponId }: StoredTemplate): string {
  return couponId
}

type Sums = FiguresOfTemplates['sums']

function sortedBy(templates: readonly StoredTemplate[], order: TemplateOrder, sums: Sums): readonly StoredTemplate[] {
  switch (order) {
    case 'id':
      return templates
    case 'name':
      return templates.toSorted((a, b) => a.couponName.localeCompare(b.couponName, 'zh'))
    case 'saved':
      return templates.toSorted((a, b) => b.savedAt.localeCompare(a.savedAt))
    case 'used':
      return templates.toSorted((a, b) => redeemedOf(b, sums) - redeemedOf(a, sums))
    case 'off':
      return templates.toSorted((a, b) => offOf(b, sums) - offOf(a, sums))
  }
}

function redeemedOf({ couponId }: StoredTemplate, sums: Sums): number {
  return sums.get(couponId)?.redeemed ?? 0
}

function offOf({ couponId }: StoredTemplate, sums: Sums): number {
  return Number(sums.get(couponId)?.offAmount ?? 0)
}

const figureKeys: ReadonlySet<string> = new Set(['used', 'rate', 'off', 'trend'])

/** `hasCards`: each row is a card, without lines for what there is not. */
type Shown = Readonly<{ nowMs: number; order: TemplateOrder; figures: FiguresOfTemplates; hasCards: boolean }>

function useColumns({ nowMs, order, figures, hasCards }: Shown): TableColumnsType<StoredTemplate> {
  const t = useTexts(texts)
  const titles = useTexts(templateColumnTitles)
  const { language } = useLanguage()
  const today = dayOf(nowMs)
  const sortable = (key: TemplateOrder, direction: 'ascend' | 'descend') => ({
    key,
    sorter: true,
    sortDirections: [direction],
    showSorterTooltip: false,
    sortOrder: order === key ? direction : null,
  })
  const number = (text: string | number | undefined) =>
    hasCards && text === undefined ? null : <span className="yq-number">{text ?? '–'}</span>
  const ofDays = (title: string) => <span title={t.ofDays}>{title}</span>
  return [
    {
      title: titles.name,
      fixed: 'left',
      ellipsis: true,
      ...sortable('name', 'ascend'),
      render: (_, one) => <NameAndRule name={one.couponName} rule={ruleText(one, language)} />,
    },
    { key: 'id', title: titles.id, width: 76, ellipsis: true, render: (_, { couponId }) => <Code text={couponId} /> },
    {
      key: 'state',
      title: titles.state,
      width: 80,
      render: (_, one) => <TemplateStateTag state={templateStateOf(one, nowMs)} />,
    },
    {
      key: 'validity',
      title: titles.validity,
      width: 156,
      className: 'yq-number',
      ellipsis: true,
      render: (_, one) => validityText(one, language, today),
    },
    { key: 'stock', title: titles.stock, width: 118, render: (_, one) => <Stock template={one} /> },
    {
      key: 'limit',
      title: titles.limit,
      width: 84,
      align: 'right',
      render: (_, { memberTotal, memberPerDay }) =>
        number([memberTotal, memberPerDay && t.perDay(memberPerDay)].filter(Boolean).join(' · ') || undefined),
    },
    {
      title: ofDays(titles.used),
      width: 80,
      align: 'right',
      ...sortable('used', 'descend'),
      render: (_, { couponId }) => number(figures.sums.get(couponId)?.redeemed),
    },
    {
      key: 'rate',
      title: ofDays(titles.rate),
      width: 70,
      align: 'right',
      render: (_, { couponId }) => {
        const rate = figures.sums.get(couponId)?.redemptionRate
        return number(rate === undefined ? undefined : `${Number(rate).toFixed(1)}%`)
      },
    },
    {
      title: ofDays(titles.off),
      width: 104,
      align: 'right',
      ...sortable('off', 'descend'),
      render: (_, { couponId }) => {
        const off = figures.sums.get(couponId)?.offAmount
        return number(off === undefined ? undefined : moneyText(off))
      },
    },
    {
      key: 'trend',
      title: titles.trend,
      width: 112,
      render: (_, { couponId }) => {
        const values = figures.redeemedByDay(couponId)
        if (values === undefined) return null
        const sum = values.reduce((all, value) => all + value, 0)
        return sum === 0 ? (
          number(undefined)
        ) : (
          <Sparkline values={values} description={t.trendOf(sum, Math.max(...values))} />
        )
      },
    },
    {
      title: titles.saved,
      width: 118,
      ...sortable('saved', 'descend'),
      render: (_, { version, savedAt, savedBy }) => (
        <span className="yq-number" title={`${savedAt} ${savedBy === undefined ? '' : actorText(savedBy, language)}`}>
          {t.version(version)} <span className="yq-soft">{shortDay(savedAt.slice(0, 10), today)}</span>
        </span>
      ),
    },
  ]
}

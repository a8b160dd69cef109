import { CheckCircleOutlined, ClockCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons'
import { Alert, Flex } from 'antd'
import type { ReactNode } from 'react'
import { Bar } from '../charts/bars.tsx'
import { ChartCard } from '../charts/chart-card.tsx'
import { moneyText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { codeText } from '../names/code-text.ts'
import { useShops } from '../names/use-names.ts'
import type { DayReport } from './day-list.tsx'
import './reconciliation.css'

const texts = defineTexts({
  clean: { zh: '没有差异', en: 'Everything agrees' },
  found: { zh: (count: number) => `${count} 条差异`, en: (count) => (count === 1 ? '1 finding' : `${count} findings`) },
  handled: { zh: (count: number) => `其中 ${count} 条已处理`, en: (count) => `${count} of them handled` },
  pending: {
    zh: (count: number, until: string) => `另有 ${count} 条在等订单，期限 ${until}`,
    en: (count, until) => `${count} more wait for orders until ${until}`,
  },
  orders: { zh: '用券订单', en: 'Orders with coupons' },
  redemptions: { zh: '核销', en: 'Redemptions' },
  returns: { zh: '退回', en: 'Returns' },
  sum: {
    zh: (count: number, yuan: string) => `${count} 笔 · ${yuan} 元`,
    en: (count, yuan) => `${count} · ¥${yuan}`,
  },
  count: { zh: (count: number) => `${count} 笔`, en: (count) => String(count) },
  yuan: { zh: (yuan: string) => `${yuan} 元`, en: (yuan) => `¥${yuan}` },
  net: { zh: '费用', en: 'Cost' },
  unpriced: {
    zh: (count: number, face: string) => `${count} 次没有金额，面额 ${face} 元，不在费用中。`,
    en: (count, face) => `${count} without amounts, face value ¥${face}, are not in the cost.`,
  },
  noOrders: {
    zh: '这个连锁没有同步过订单，只统计费用，不核对订单。',
    en: 'No order was ever synced, so only the cost is counted.',
  },
  noCoupons: {
    zh: '同步的订单从未带过券，无法核对。请检查 ERP 是否传 coupons。',
    en: 'Synced orders never name coupons, so nothing can be compared. Check whether the ERP sends coupons.',
  },
})

/** What the day came to. */
export function ReportHead({ report }: Readonly<{ report: DayReport }>): ReactNode {
  const t = useTexts(texts)
  const {
    findingCount,
    handledCount,
    pendingCount,
    deadline,
    unpriced,
    unpricedFaceAmount,
    ordersSynced,
    ordersNameCoupons,
  } = report
  const facts = [
    [t.orders, t.count(report.orders)],
    [t.redemptions, t.sum(report.redemptions, moneyText(report.redeemedAmount))],
    [t.returns, t.sum(report.returns, moneyText(report.returnedAmount))],
    [t.net, t.yuan(moneyText(report.netAmount))],
  ] as const
  const isClean = findingCount === 0
  return (
    <>
      {!ordersSynced && <Alert type="info" showIcon title={t.noOrders} />}
      {ordersSynced && !ordersNameCoupons && <Alert type="warning" showIcon title={t.noCoupons} />}
      <Flex wrap gap={24} align="center" className="yq-card yq-report">
        <strong className={findingCount === handledCount ? 'yq-report-clean' : 'yq-report-found'}>
          {isClean ? <CheckCircleOutlined aria-hidden /> : <ExclamationCircleOutlined aria-hidden />}{' '}
          {isClean ? t.clean : t.found(findingCount)}
        </strong>
        {handledCount > 0 && <span className="yq-soft">{t.handled(handledCount)}</span>}
        {pendingCount > 0 && (
          <span className="yq-soft">
            <ClockCircleOutlined aria-hidden /> {t.pending(pendingCount, deadline)}
          </span>
        )}
        <dl className="yq-report-facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="yq-number">{value}</dd>
            </div>
          ))}
        </dl>
      </Flex>
      {unpriced > 0 && <span className="yq-soft">{t.unpriced(unpriced, moneyText(unpricedFaceAmount))}</span>}
    </>
  )
}

const dayCostTexts = defineTexts({
  byTemplate: { zh: '哪些券花了多少？', en: 'What did which coupons cost?' },
  byShop: { zh: '哪些门店花了多少？', en: 'What did they cost in which shops?' },
  byBearer: { zh: '由谁承担？', en: 'Who bears the cost?' },
  name: { zh: '名称', en: 'Name' },
  redemptions: { zh: '核销（次）', en: 'Redemptions' },
  net: { zh: '费用（元）', en: 'Cost (¥)' },
  none: { zh: '（未设定）', en: '(none)' },
  nothing: { zh: '没有费用。', en: 'There is no cost.' },
})

const parts = ['byTemplate', 'byShop', 'byBearer'] as const
const maxBars = 8

/** The cost of the day by template, shop and cost bearer; all of it in the table and the file. */
export function DayCost({ report }: Readonly<{ report: DayReport }>): ReactNode {
  const t = useTexts(dayCostTexts)
  const { nameOf } = useShops()
  return (
    <div className="yq-costs">
      {parts.map((part) => {
        const lines = report[part].map(({ key, name, redemptions, netAmount }) => {
          const shown = part === 'byShop' && key !== undefined ? codeText(key, nameOf) : (name ?? key)
          return { name: shown ?? t.none, redemptions, netAmount }
        })
        const most = Math.max(0.01, ...lines.map(({ netAmount }) => Number(netAmount)))
        return (
          <ChartCard
            key={part}
            title={t[part]}
            fileName={`${report.day}-${part}`}
            table={{
              columns: [t.name, t.redemptions, t.net],
              rows: lines.map(({ name, redemptions, netAmount }) => [name, redemptions, netAmount]),
            }}
          >
            {lines.length === 0 && <p className="yq-soft">{t.nothing}</p>}
            <div className="yq-bars">
              {lines.slice(0, maxBars).map(({ name, netAmount }) => (
                <Bar
                  key={name}
                  name={name}
                  share={Math.max(0, Number(netAmount)) / most}
                  value={moneyText(netAmount)}
                />
              ))}
            </div>
          </ChartCard>
        )
      })}
    </div>
  )
}

import { Link } from '@tanstack/react-router'
import { Flex, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { moneyText } from '../design/money.ts'
import { defineTexts, type Language, useLanguage, useTexts } from '../language/texts.ts'
import { type ListPage, ListTable } from '../lists/list-table.tsx'
import type { NameOf } from '../names/code-text.ts'
import { Code } from '../parts/code.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { ShopName } from '../parts/shop-name.tsx'
import { useSession } from '../session/session-provider.tsx'
import { actorText } from '../terms/event-text.ts'
import type { Finding } from './day-list.tsx'

const texts = defineTexts({
  what: { zh: '差异', en: 'Finding' },
  state: { zh: '处理', en: 'State' },
  pending: { zh: '等订单', en: 'Waits for an order' },
  open: { zh: '待处理', en: 'Open' },
  handle: { zh: '处理', en: 'Handle' },
  reopen: { zh: '重新打开', en: 'Reopen' },
  handledBy: { zh: (who: string) => `${who} 已处理`, en: (who) => `Handled by ${who}` },
  order: { zh: '订单与券', en: 'Order, coupon' },
  shop: { zh: '门店', en: 'Shop' },
  off: { zh: '券抵扣', en: 'Coupon off' },
  orderOff: { zh: '订单少收', en: 'Order off' },
  events: { zh: '依据事件', en: 'Events' },
  event: { zh: (seq: string) => `事件 ${seq}`, en: (seq) => `Event ${seq}` },
  none: { zh: '这一天订单与核销一致。', en: 'Orders and redemptions of the day agree.' },
})

/** What is opened beside the list. */
type Opened = Readonly<Partial<Record<'coupon' | 'order' | 'event' | 'finding', string>>>

type FindingsTableProps = ListPage<Finding> & Readonly<{ actorName: NameOf; go: (opened: Opened) => void }>

/** A page of what does not fit together. */
export function FindingsTable({ rows, isLoading, actorName, go }: FindingsTableProps): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const amount = (yuan: string | undefined) => yuan !== undefined && moneyText(yuan)
  const columns: TableColumnsType<Finding> = [
    {
      title: t.what,
      key: 'what',
      render: (_, finding) => (
        <>
          {findingText(finding, language)}
          <FindingEvents finding={finding} open={(event) => go({ event })} />
        </>
      ),
    },
    {
      title: t.state,
      key: 'state',
      width: 124,
      render: (_, finding) => (
        <FindingState finding={finding} actorName={actorName} open={() => go({ finding: finding.findingId })} />
      ),
    },
    {
      title: t.order,
      key: 'order',
      width: 170,
      render: (_, finding) => (
        <span className="yq-stacked">
          <FindingOrder finding={finding} open={(order) => go({ order })} />
          <FindingCoupon finding={finding} open={(coupon) => go({ coupon })} />
        </span>
      ),
    },
    {
      title: t.shop,
      dataIndex: 'shop',
      width: 100,
      ellipsis: true,
      render: (shop: string | undefined) => shop !== undefined && <ShopName code={shop} />,
    },
    { title: t.off, dataIndex: 'offAmount', width: 96, align: 'right', className: 'yq-number', render: amount },
    {
      title: t.orderOff,
      dataIndex: 'orderOffAmount',
      width: 96,
      align: 'right',
      className: 'yq-number',
      render: amount,
    },
  ]
  return (
    <ListTable
      rows={rows}
      columns={columns}
      isLoading={isLoading}
      keyOf={({ findingId }) => findingId}
      width={820}
      none={t.none}
    />
  )
}

type OfFinding = Readonly<{ finding: Finding }>
type Opens = Readonly<{ open: (id: string) => void }>

/** The sentence of a finding. */
export function findingText({ text, textEn }: Finding, language: Language): string {
  return language === 'zh' ? text : textEn.charAt(0).toUpperCase() + textEn.slice(1)
}

/** The numbers of the events that it rests on. */
function FindingEvents({ finding: { eventSeqs = '' }, open }: OfFinding & Opens): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  if (eventSeqs === '') return null
  return (
    <Flex wrap gap={6} className="yq-soft yq-number">
      {t.events}
      {eventSeqs
        .split(',')
        .map((seq) =>
          may('read-events') ? (
            <LinkButton key={seq} text={seq} name={t.event(seq)} isInline act={() => open(seq)} />
          ) : (
            <span key={seq}>{seq}</span>
          ),
        )}
    </Flex>
  )
}

function FindingCoupon({ finding: { couponCode }, open }: OfFinding & Opens): ReactNode {
  return couponCode === undefined ? null : <LinkButton text={couponCode} isInline act={() => open(couponCode)} />
}

type StateProps = OfFinding & Readonly<{ actorName: NameOf; open: () => void }>

function FindingState({ finding, actorName, open }: StateProps): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { may } = useSession()
  const { pending, handledBy, handledNote } = finding
  if (pending) return <span className="yq-soft">{t.pending}</span>
  const mayHandle = may('handle-findings')
  if (handledBy === undefined) return mayHandle ? <LinkButton text={t.handle} act={open} /> : t.open
  return (
    <span className="yq-stacked">
      <span className="yq-soft">{t.handledBy(actorText(handledBy, language, actorName))}</span>
      <span>{handledNote}</span>
      {mayHandle && <LinkButton text={t.reopen} isInline act={open} />}
    </span>
  )
}

/** Where the order was never synced, its redemptions are what is known of it. A masked number leads nowhere. */
function FindingOrder({ finding: { kind, orderId }, open }: OfFinding & Opens): ReactNode {
  if (orderId.includes('****')) return <Code text={orderId} />
  if (!isWithoutOrder(kind)) return <LinkButton text={orderId} isInline act={() => open(orderId)} />
  return (
    <Link to="/redemptions" search={{ order: orderId } as never}>
      {orderId}
    </Link>
  )
}

function isWithoutOrder(kind: string): boolean {
  return kind.endsWith('_NO_ORDER') || kind.startsWith('OFFLINE_') || kind === 'DOUBLE_USE_REFUSED'
}

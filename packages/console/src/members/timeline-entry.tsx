import type { listMemberActivity } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { shortMoment } from '../design/days.ts'
import { moneyText } from '../design/money.ts'
import { defineTexts, type Language, useLanguage, useTexts } from '../language/texts.ts'
import { codeText, type NameOf } from '../names/code-text.ts'
import { useShops } from '../names/use-names.ts'
import { Dotted } from '../parts/facts.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { refusalWords } from '../parts/refusal-words.ts'
import type { ResultOf } from '../server/call-method.ts'
import { actorText, eventDetails, eventTitle } from '../terms/event-text.ts'
import { memberChangeText } from '../terms/member-change-text.ts'
import { refusedCallTitle } from '../terms/refused-call-title.ts'

const texts = defineTexts({
  order: { zh: '订单', en: 'Order' },
  paid: { zh: (yuan: string) => `实付 ¥${yuan}`, en: (yuan) => `¥${yuan} paid` },
  orderNo: { zh: (order: string) => `订单 ${order}`, en: (order) => `order ${order}` },
  shop: { zh: (shop: string) => `门店 ${shop}`, en: (shop) => `shop ${shop}` },
  more: { zh: (count: number) => `等 ${count} 张`, en: (count) => `and ${count} more` },
  why: { zh: '为什么', en: 'Why?' },
  whyOf: { zh: (code: string) => `为什么 ${code} 用不了`, en: (code) => `Why was ${code} refused?` },
})

/** What an entry leads to. */
export type OpenFromTimeline = Readonly<{
  coupon: (couponCode: string) => void
  order: (orderId: string) => void
  /** The explanation of a refused call. */
  explanation: (requestId: string) => void
}>

type Entry = ResultOf<typeof listMemberActivity>['entries'][number]

type Props = Readonly<{
  entry: Entry
  /** Coupons that were issued together with that of the entry. */
  others: readonly Entry[]
  today: string
  couponName: (couponCode: string) => string | undefined
  actorName: NameOf
  open: OpenFromTimeline
}>

/** One thing that happened to a member. */
export function TimelineEntry({ entry, others, today, couponName, actorName, open }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { kind, at, actor, couponCode, orderId, requestId } = entry
  const isRefused = kind === 'refused'
  return (
    <li data-kind={isRefused || kind === 'order' ? kind : 'event'}>
      <time className="yq-number" title={at}>
        {shortMoment(at, today)}
      </time>
      <div>
        <p>
          <strong>{titleOf(entry, language)}</strong>{' '}
          {couponCode !== undefined && <CouponLink couponCode={couponCode} couponName={couponName} open={open} />}
          {kind === 'order' && orderId !== undefined && (
            <LinkButton isInline text={orderId} act={() => open.order(orderId)} />
          )}
        </p>
        {others.length > 0 && <Others others={others} couponName={couponName} open={open} />}
        <Details entry={entry} />
        <p className="yq-soft">{actor !== undefined && actorText(actor, language, actorName)}</p>
        {isRefused && requestId !== undefined && (
          <p>
            <LinkButton
              isInline
              text={t.why}
              name={t.whyOf(couponCode ?? '')}
              act={() => open.explanation(requestId)}
            />
          </p>
        )}
      </div>
    </li>
  )
}

/** Coupons beyond the first of an entry: those that fit, and how many more. */
function Others({ others, couponName, open }: Pick<Props, 'others' | 'couponName' | 'open'>): ReactNode {
  const t = useTexts(texts)
  const [isWhole, setWhole] = useState(false)
  const shown = others.slice(0, isWhole ? others.length : mostOthers)
  const left = others.length - shown.length
  return (
    <p>
      {shown.map(({ couponCode = '' }) => (
        <span key={couponCode}>
          <CouponLink couponCode={couponCode} couponName={couponName} open={open} />{' '}
        </span>
      ))}
      {left > 0 && <LinkButton isInline text={t.more(left)} act={() => setWhole(true)} />}
    </p>
  )
}

type CouponLinkProps = Pick<Props, 'couponName' | 'open'> & Readonly<{ couponCode: string }>

function CouponLink({ couponCode, couponName, open }: CouponLinkProps): ReactNode {
  const name = couponName(couponCode)
  return (
    <LinkButton
      isInline
      text={name ?? couponCode}
      name={[name, couponCode].filter((word) => word !== undefined).join(' ')}
      act={() => open.coupon(couponCode)}
    />
  )
}

const mostOthers = 2

function titleOf({ kind, method }: Entry, language: Language): string {
  if (kind === 'order') return texts.order[language]
  return kind === 'refused' ? refusedCallTitle(method, language) : eventTitle(kind, language)
}

function Details({ entry }: Readonly<{ entry: Entry }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { nameOf } = useShops()
  const { kind, orderId, shop, payAmount, refusedCode, after } = entry
  const atShop = shop === undefined ? undefined : t.shop(codeText(shop, nameOf))
  if (kind === 'order') {
    return <Line parts={[atShop, payAmount === undefined ? undefined : t.paid(moneyText(payAmount))]} />
  }
  if (kind === 'refused') {
    return (
      <>
        <p className="yq-refused">{refusalWords(refusedCode ?? '', language)}</p>
        <Line parts={[orderId === undefined ? undefined : t.orderNo(orderId), atShop]} />
      </>
    )
  }
  if (kind.startsWith('member_')) return memberChangeText(after, language).map((line) => <p key={line}>{line}</p>)
  return eventDetails(entry, language, nameOf).map((line) => <Line key={line.join()} parts={line} />)
}

function Line({ parts }: Readonly<{ parts: readonly (string | undefined)[] }>): ReactNode {
  const known = parts.filter((part) => part !== undefined)
  if (known.length === 0) return null
  return (
    <p>
      <Dotted parts={known} />
    </p>
  )
}

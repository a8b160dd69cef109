import {
  type CouponColumn,
  type CouponState,
  couponColumnNames,
  couponColumns,
  eventKinds,
  type getCoupon,
  type getTemplate,
} from '@yaoquan/api'
import type { ReactNode } from 'react'
import { countdownText, daysBetween, momentMs, shortMoment, useNow } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { channelName } from '../names/channel-text.ts'
import type { NameOf } from '../names/code-text.ts'
import { type KnownNames, useShops, useTermNames } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { Dotted, TermList } from '../parts/facts.tsx'
import type { ResultOf } from '../server/call-method.ts'
import type { Coupon, Terms } from '../terms/coupon-types.ts'
import { actorText, eventDetails } from '../terms/event-text.ts'
import { termsLines } from '../terms/terms-lines.ts'
import { versionChanges } from '../terms/version-changes.ts'

const texts = defineTexts({
  template: { zh: '模板', en: 'Template' },
  version: { zh: (version: number) => `第 ${version} 版`, en: (version) => `version ${version}` },
  issued: eventKinds.issued,
  member: { zh: '会员', en: 'Member' },
})

/** Columns that the title of the drawer or another line has, or that only tills read; each of the others has a line of its own. */
const withoutOwnLine: ReadonlySet<CouponColumn> = new Set<CouponColumn>([
  'couponCode',
  'couponName',
  'status',
  'couponAmount',
  'orderAmount',
  'startDate',
  'endDate',
  'shop',
  'category',
  'couponId',
  'billDate',
  'channel',
  'phone',
  'cardNo',
  'description',
  'attribute',
])

const ownLines = couponColumnNames.filter((column) => !withoutOwnLine.has(column))

type Props = Readonly<{ coupon: Coupon; terms: Terms | undefined; known: KnownNames }>

/** What a coupon is worth, where and until when: its terms as they were at the issue. */
export function CouponFacts({ coupon, terms, known }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const names = useTermNames([terms ?? coupon], known)
  const { couponId, templateVersion, billDate, channel, phone, cardNo } = coupon
  const joined = (...words: readonly (string | undefined)[]) => words.filter((word) => word !== undefined).join(' · ')
  const template = couponId !== undefined && (
    <>
      <Code text={couponId} /> {templateVersion !== undefined && t.version(templateVersion)}
    </>
  )
  return (
    <TermList
      facts={[
        ...termsLines(terms ?? coupon, language, names),
        [t.template, template || undefined],
        [t.issued, joined(billDate, channel && channelName(channel, language))],
        [t.member, joined(phone, cardNo)],
        ...ownLines.map((column) => [couponColumns[column][language], coupon[column]] as const),
      ]}
    />
  )
}

const stateReasonTexts = defineTexts({
  heldBy: {
    zh: (order: string, left: string) => `订单 ${order}，还有 ${left}`,
    en: (order, left) => `by order ${order} for another ${left}`,
  },
  released: { zh: (order: string) => `订单 ${order}，已到时释放`, en: (order) => `by order ${order}, released by now` },
  expired: {
    zh: (day: string, days: number) => `最后可用日 ${day}，已过 ${days} 天`,
    en: (day, days) => `the last valid day was ${day}, ${days} ${days === 1 ? 'day' : 'days'} ago`,
  },
})

/** The event that brought a coupon into a state. */
const causes: Readonly<Partial<Record<CouponState, string>>> = { used: 'redeemed', void: 'voided' }

type StateReasonProps = Readonly<{
  coupon: Coupon
  state: CouponState
  events: ResultOf<typeof getCoupon>['timeline']
  actorName: NameOf
  today: string
}>

/** Why a coupon is in its state: which order used or holds it, who voided it and why, since when it is expired. */
export function StateReason({ coupon, state, events, actorName, today }: StateReasonProps): ReactNode {
  const t = useTexts(stateReasonTexts)
  const { language } = useLanguage()
  const nowMs = useNow(1_000)
  const { nameOf } = useShops()
  const cause = events.findLast(({ kind }) => kind === causes[state])
  const { orderId = '', heldUntil, endDate } = coupon
  if (heldUntil !== undefined) {
    const leftMs = momentMs(heldUntil) - nowMs
    return <p className="yq-tight">{leftMs > 0 ? t.heldBy(orderId, countdownText(leftMs)) : t.released(orderId)}</p>
  }
  if (state === 'expired' && endDate !== undefined) {
    return <p className="yq-tight">{t.expired(endDate, daysBetween(endDate, today))}</p>
  }
  if (cause === undefined) return null
  const who = actorText(cause.actor, language, actorName)
  return (
    <p className="yq-tight">
      <Dotted
        parts={[...eventDetails({ after: cause.after }, language, nameOf).flat(), who, shortMoment(cause.at, today)]}
      />
    </p>
  )
}

const differsNowTexts = defineTexts({
  title: { zh: '与模板现在的版本相比', en: 'Against the template as it is now' },
  same: {
    zh: (version: number) => `模板仍是第 ${version} 版，条款相同。`,
    en: (version) => `The template is still version ${version}: the terms are the same.`,
  },
  differs: {
    zh: (own: number, latest: number) => `这张券按第 ${own} 版发放并一直有效；模板现为第 ${latest} 版，改了：`,
    en: (own, latest) =>
      `The coupon keeps the terms of version ${own}. The template is version ${latest} now, which changed:`,
  },
  nothing: { zh: '条款没有不同', en: 'Nothing of its terms' },
})

type StoredTemplate = NonNullable<ResultOf<typeof getTemplate>['template']>

type DiffersNowProps = Readonly<{
  /** The newest version, then that of the claim if it is another one; none where they are not known. */
  versions: readonly StoredTemplate[]
  known: KnownNames
}>

/** What the newest version of a template changed since the one that a coupon was claimed under. */
export function DiffersNow({ versions: [latest, own], known }: DiffersNowProps): ReactNode {
  const t = useTexts(differsNowTexts)
  const { language } = useLanguage()
  const names = useTermNames(latest === undefined || own === undefined ? [] : [latest, own], known)
  if (latest === undefined) return null
  const changes = own === undefined ? [] : versionChanges(own, latest, { language, names })
  return (
    <section>
      <h3>{t.title}</h3>
      <p className="yq-tight">{own === undefined ? t.same(latest.version) : t.differs(own.version, latest.version)}</p>
      {own !== undefined && (
        <ul className="yq-tight">
          {(changes.length === 0 ? [t.nothing] : changes).map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

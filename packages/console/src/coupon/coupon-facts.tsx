import { type CouponColumn, type CouponState, couponColumnNames, couponColumns, eventKinds } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { countdownText, momentMs } from '../design/days.ts'
import { useNow } from '../design/use-now.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useTermNames } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { TermList } from '../parts/facts.tsx'
import type { Coupon, Terms } from '../terms/coupon-types.ts'
import { ruleText } from '../terms/rule-text.ts'
import { termsLines } from '../terms/terms-lines.ts'
import { Validity } from './validity.tsx'

const texts = defineTexts({
  rule: { zh: '规则', en: 'Rule' },
  validity: { zh: '有效期', en: 'Valid' },
  template: { zh: '模板', en: 'Template' },
  version: { zh: (version: number) => `第 ${version} 版`, en: (version) => `version ${version}` },
  issued: eventKinds.issued,
  held: eventKinds.held,
  heldBy: {
    zh: (order: string, left: string) => `订单 ${order}，还有 ${left}`,
    en: (order, left) => `by order ${order} for another ${left}`,
  },
  released: { zh: (order: string) => `订单 ${order}，已到时释放`, en: (order) => `by order ${order}, released by now` },
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

type Props = Readonly<{ coupon: Coupon; terms: Terms | undefined; state: CouponState; today: string }>

/** What a coupon is worth, where and until when: its terms as they were at the issue. */
export function CouponFacts({ coupon, terms, state, today }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const nowMs = useNow(1_000)
  const names = useTermNames()
  const rule = ruleText(terms ?? coupon, language)
  const { couponId, templateVersion, billDate, channel, orderId, heldUntil, phone, cardNo } = coupon
  const leftMs = heldUntil === undefined ? 0 : momentMs(heldUntil) - nowMs
  const joined = (...words: readonly (string | undefined)[]) => words.filter((word) => word !== undefined).join(' · ')
  const held = leftMs > 0 ? t.heldBy(orderId ?? '', countdownText(leftMs)) : t.released(orderId ?? '')
  const template = couponId !== undefined && (
    <>
      <Code text={couponId} /> {templateVersion !== undefined && t.version(templateVersion)}
    </>
  )
  return (
    <TermList
      facts={[
        [t.rule, rule],
        [t.validity, <Validity key="validity" coupon={coupon} state={state} today={today} />],
        ...termsLines(terms ?? coupon, language, names),
        [t.held, heldUntil === undefined ? undefined : held],
        [t.template, template || undefined],
        [t.issued, joined(billDate, channel)],
        [t.member, joined(phone, cardNo)],
        ...ownLines.map((column) => [couponColumns[column][language], coupon[column]] as const),
      ]}
    />
  )
}

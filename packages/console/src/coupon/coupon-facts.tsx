import { type CouponColumn, couponColumnNames, couponColumns, eventKinds } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { channelName } from '../names/channel-text.ts'
import { type KnownNames, useTermNames } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { TermList } from '../parts/facts.tsx'
import type { Coupon, Terms } from '../terms/coupon-types.ts'
import { termsLines } from '../terms/terms-lines.ts'

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

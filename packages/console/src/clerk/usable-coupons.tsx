import { getMember } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { useSettled } from '../design/use-settled.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useRead } from '../session/use-server.ts'
import { type MemberNumber, useUsableCoupons } from './find-usable.ts'
import { MemberCoupons } from './member-coupons.tsx'
import { amountIn } from './parts/amount.ts'
import { refusalOf } from './refusal-help.ts'

const texts = defineTexts({
  asking: { zh: '正在查…', en: 'Looking …' },
  unnamed: { zh: '未登记姓名', en: 'No name' },
})

type Props = Readonly<{
  numbers: readonly MemberNumber[]
  shop: string
  /** The text as it was typed. */
  amount: string
  redeem: (codes: readonly string[], amount: string) => void
}>

/** What the member of a number can use in this shop now. Numbers and shop stay the same as long as it is shown. */
export function UsableCoupons({ numbers, shop, amount: typed, redeem }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const settled = useSettled(typed, 400)
  const amount = amountIn(settled)
  const isEnabled = settled === typed
  const { data, error, isPending } = useUsableCoupons({ numbers, shop, amount: amount ?? noAmount, isEnabled })
  const hasCoupons = data !== undefined && data.basket.coupons.length > 0
  const member = useRead(getMember, data?.number ?? {}, { isEnabled: hasCoupons }).data?.member
  if (isPending) return <output className="ck-answer ck-answer-soft">{t.asking}</output>
  return (
    <>
      {error !== null && (
        <output className="ck-answer ck-answer-bad">
          <strong>{refusalOf(error, language).title}</strong>
          <span>{refusalOf(error, language).help}</span>
        </output>
      )}
      {data !== undefined && (
        <MemberCoupons
          name={member === undefined ? undefined : (member.name ?? t.unnamed)}
          basket={data.basket}
          isPriced={amount !== undefined}
          redeem={(codes) => redeem(codes, amount ?? '')}
        />
      )}
    </>
  )
}

/** Nothing is taken off, and the threshold is what is missing. */
const noAmount = '0.00'

import { getMember } from '@yaoquan/api'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useSettled } from '../design/use-settled.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { recognise } from '../lookup/recognise.ts'
import { useRead } from '../session/use-server.ts'
import { refusalOf } from './answer.tsx'
import { type MemberNumber, numbersIn, useUsableCoupons } from './find-usable.ts'
import { MemberCoupons } from './member-coupons.tsx'
import { AmountEntry, Entry } from './parts/entry.tsx'
import { amountIn, type Typed } from './parts/typed.ts'
import { ScanSheet } from './scan/scan-sheet.tsx'
import { hasCamera } from './scan/use-scanner.ts'

const texts = defineTexts({
  number: { zh: '完整手机号或会员卡号', en: 'Full phone or card number' },
  amount: { zh: '这一单的金额', en: 'Amount of the order' },
  find: { zh: '查可用的券', en: 'Find usable coupons' },
  hint: {
    zh: '请会员报出完整号码。填上金额，就能看到每张券抵多少、哪几张最省。',
    en: 'Ask the member for the whole number. With an amount you see what each coupon takes off, and which save most.',
  },
  masked: { zh: '打码的号码对应很多人，请输入完整号码', en: 'Many people share a masked number; type the whole one' },
})

type Props = Readonly<{ shop: string | undefined; redeem: (typed: Typed) => void }>

/** The coupons that a member who is there can use in this shop now. The number is in memory only. */
export function MemberTask({ shop, redeem }: Props): ReactNode {
  const t = useTexts(texts)
  const [text, setText] = useState('')
  const [amount, setAmount] = useState('')
  const [asked, setAsked] = useState<readonly MemberNumber[]>()
  const [isMasked, setMasked] = useState(false)
  const [isScanning, setScanning] = useState(false)
  const find = (number: string) => {
    const recognised = recognise(number)
    setMasked(recognised.kind === 'masked')
    setAsked(recognised.kind === 'asks' ? numbersIn(recognised.asks) : undefined)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    find(text)
  }
  const take = (number: string) => {
    setText(number)
    find(number)
  }
  return (
    <form className="ck-task" onSubmit={submit}>
      {isScanning && (
        <ScanSheet wanted={['number']} take={(_, number) => take(number)} close={() => setScanning(false)} />
      )}
      <Entry
        label={t.number}
        value={text}
        change={(changed) => {
          setText(changed)
          // Coupons of another number must not stand below this one.
          setAsked(undefined)
        }}
        scan={hasCamera ? () => setScanning(true) : undefined}
        inputMode="tel"
        enterKeyHint="search"
        note={isMasked ? <span className="ck-bad">{t.masked}</span> : undefined}
      />
      <AmountEntry label={t.amount} value={amount} change={setAmount} enterKeyHint="search" />
      {asked === undefined && (
        <button type="submit" className="ck-go" disabled={text.trim() === '' || shop === undefined}>
          {t.find}
        </button>
      )}
      {asked === undefined && <p className="ck-soft">{t.hint}</p>}
      {asked !== undefined && shop !== undefined && (
        <UsableCoupons
          key={JSON.stringify([shop, asked])}
          numbers={asked}
          shop={shop}
          amount={amount}
          redeem={(codes, ofOrder) => redeem({ codes, amount: ofOrder, orderId: '' })}
        />
      )}
    </form>
  )
}

const usableCouponsTexts = defineTexts({
  asking: { zh: '正在查…', en: 'Looking …' },
  unnamed: { zh: '未登记姓名', en: 'No name' },
})

type UsableCouponsProps = Readonly<{
  numbers: readonly MemberNumber[]
  shop: string
  /** The text as it was typed. */
  amount: string
  redeem: (codes: readonly string[], amount: string) => void
}>

/** What the member of a number can use in this shop now. Numbers and shop stay the same as long as it is shown. */
function UsableCoupons({ numbers, shop, amount: typed, redeem }: UsableCouponsProps): ReactNode {
  const t = useTexts(usableCouponsTexts)
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

import { evaluateBasket, getMember } from '@yaoquan/api'
import { type FormEvent, type ReactNode, useState } from 'react'
import { yuanPattern } from '../design/money.ts'
import { useSettled } from '../design/use-settled.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { recognise } from '../lookup/recognise.ts'
import { useRead } from '../session/use-server.ts'
import { MemberCoupons } from './member-coupons.tsx'
import { Entry } from './parts/entry.tsx'
import type { Typed } from './parts/typed.ts'
import { refusalOf } from './refusal-help.ts'
import { hasCamera } from './scan/camera.ts'
import { ScanSheet } from './scan/scan-sheet.tsx'

const texts = defineTexts({
  number: { zh: '完整手机号或会员卡号', en: 'Full phone or card number' },
  amount: { zh: '这一单的金额', en: 'Amount of the order' },
  find: { zh: '查可用的券', en: 'Find usable coupons' },
  hint: {
    zh: '请会员报出完整号码。填上金额，就能看到每张券抵多少、哪几张最省。',
    en: 'Ask the member for the whole number. With an amount you see what each coupon takes off, and which save most.',
  },
  masked: { zh: '打码的号码对应很多人，请输入完整号码', en: 'Many people share a masked number; type the whole one' },
  asking: { zh: '正在查…', en: 'Looking …' },
  unnamed: { zh: '未登记姓名', en: 'No name' },
})

type Props = Readonly<{ shop: string | undefined; redeem: (typed: Partial<Typed>) => void }>

type Number = Readonly<{ phone: string }> | Readonly<{ cardNo: string }>

/** The coupons that a member who is there can use in this shop now. The number is in memory only. */
export function MemberTask({ shop, redeem }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const [text, setText] = useState('')
  const [amount, setAmount] = useState('')
  const [asked, setAsked] = useState<Number>()
  const [isMasked, setMasked] = useState(false)
  const settled = useSettled(amount, 400)
  const isPriced = yuanPattern.test(settled)
  const basket = useRead(
    evaluateBasket,
    { ...asked, shop, lines: [{ lineNo: 1, amount: isPriced ? settled : noAmount }] },
    { isEnabled: asked !== undefined && shop !== undefined && settled === amount, keepsFormer: true },
  )
  const coupons = asked === undefined ? undefined : basket.data?.coupons
  const member = useRead(getMember, asked ?? {}, { isEnabled: coupons !== undefined && coupons.length > 0 }).data
    ?.member
  const [isScanning, setScanning] = useState(false)
  const find = (number: string) => {
    const recognised = recognise(number)
    setMasked(recognised.kind === 'masked')
    setAsked(recognised.kind === 'asks' ? numberOf(recognised.asks) : undefined)
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
      <Entry
        label={t.amount}
        className="ck-amount"
        value={amount}
        change={(changed) => setAmount(changed.replaceAll('。', '.').replaceAll(/[^\d.]/g, ''))}
        inputMode="decimal"
        enterKeyHint="search"
        placeholder="0.00"
        maxLength={12}
      />
      {asked === undefined && (
        <button type="submit" className="ck-go" disabled={text.trim() === '' || shop === undefined}>
          {t.find}
        </button>
      )}
      {asked === undefined && <p className="ck-soft">{t.hint}</p>}
      {asked !== undefined && basket.isPending && <output className="ck-answer ck-answer-soft">{t.asking}</output>}
      {asked !== undefined && basket.error !== null && (
        <output className="ck-answer ck-answer-bad">
          <strong>{refusalOf(basket.error, language).title}</strong>
          <span>{refusalOf(basket.error, language).help}</span>
        </output>
      )}
      {coupons !== undefined && basket.data !== undefined && (
        <MemberCoupons
          name={member === undefined ? undefined : (member.name ?? t.unnamed)}
          basket={basket.data}
          isPriced={isPriced}
          redeem={(codes) => redeem({ codes, amount: isPriced ? settled : '' })}
        />
      )}
    </form>
  )
}

/** Nothing is taken off, and the threshold is what is missing. */
const noAmount = '0.00'

function numberOf(asks: Extract<ReturnType<typeof recognise>, { kind: 'asks' }>['asks']): Number | undefined {
  for (const ask of asks) {
    if (ask.kind === 'phone') return { phone: ask.phone }
    if (ask.kind === 'card') return { cardNo: ask.cardNo }
  }
  return undefined
}

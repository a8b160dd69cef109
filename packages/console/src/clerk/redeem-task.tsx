import { type FormEvent, type ReactNode, type Ref, useEffect, useRef, useState } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Answer } from './answer.tsx'
import { type ChosenCoupon, couponWords, hasUndo, useChosenCoupons } from './chosen-coupons.ts'
import { Entry } from './parts/entry.tsx'
import { Icon } from './parts/icons.tsx'
import { nothingTyped, type Typed } from './parts/typed.ts'
import { Redeemed } from './redeemed.tsx'
import { refusalOf } from './refusal-help.ts'
import { hasCamera } from './scan/camera.ts'
import { ScanButton } from './scan/scan-button.tsx'
import { type Scanned, ScanSheet } from './scan/scan-sheet.tsx'
import { useRedeem } from './use-redeem.ts'
import { useTypedAnywhere } from './use-typed-anywhere.ts'
import './coupons.css'

const texts = defineTexts({
  code: { zh: '券码', en: 'Coupon code' },
  order: { zh: '订单号', en: 'Order number' },
  amount: { zh: '金额', en: 'Amount' },
  amountOf: {
    zh: (category: string) => `适用商品的金额（品类 ${category}）`,
    en: (category) => `Amount of the goods it applies to (category ${category})`,
  },
  redeem: { zh: '核销', en: 'Redeem' },
  again: { zh: '再试一次', en: 'Try again' },
  remove: { zh: (code: string) => `不用 ${code}`, en: (code) => `Leave out ${code}` },
})

type Props = Readonly<{
  shop: string | undefined
  typed: Typed
  setTyped: (change: (former: Typed) => Typed) => void
  isShown: boolean
}>

/** Redeems: code, order and amount in, one answer out. */
export function RedeemTask({ shop, typed, setTyped, isShown }: Props): ReactNode {
  const t = useTexts(texts)
  const order = useRef<HTMLInputElement>(null)
  const amount = useRef<HTMLInputElement>(null)
  const code = useRef<HTMLInputElement>(null)
  const coupons = useChosenCoupons(typed.codes)
  const category = typed.codes.length === 1 ? coupons[0]?.found?.coupon?.category?.split(',')[0] : undefined
  const { state, run, next } = useRedeem({ ...typed, shop, category })
  useTypedAnywhere(isShown && state.kind !== 'done' ? [code, order, amount] : [])
  const change = (changed: Partial<Typed>) => {
    // An answer is about what was sent.
    if (state.kind === 'refused' || state.kind === 'unsure') next()
    setTyped((former) => ({ ...former, ...changed }))
  }
  const [wanted, setWanted] = useState<readonly Scanned[]>()
  const isScanning = wanted !== undefined
  const hasScanned = useRef(false)
  useEffect(() => {
    // Where both were read, only the amount is left. While the sheet is open, nothing below it takes the focus.
    if (hasScanned.current && !isScanning) amount.current?.focus()
    hasScanned.current = isScanning
  }, [isScanning])
  const scan = hasCamera ? (kind: Scanned) => () => setWanted([kind]) : undefined
  const startNext = () => {
    next()
    setTyped(() => nothingTyped)
  }
  if (state.kind === 'done') {
    const isUndoable = coupons.every(hasUndo)
    return <Redeemed redeemed={state.redeemed} orderId={typed.orderId} isUndoable={isUndoable} next={startNext} />
  }
  const problem = coupons.find(({ error }) => error !== null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (state.kind === 'ready' || state.kind === 'unsure') run()
  }
  return (
    <form className="ck-task" onSubmit={submit}>
      {wanted !== undefined && (
        <ScanSheet
          wanted={wanted}
          take={(kind, text) => change(kind === 'coupon' ? { codes: [text] } : { orderId: text })}
          close={() => setWanted(undefined)}
        />
      )}
      <ScanButton scan={() => setWanted(typed.orderId === '' ? ['coupon', 'order'] : ['coupon'])} />
      {typed.codes.length > 1 ? (
        <ul className="ck-chosen" aria-label={t.code}>
          {coupons.map((coupon) => (
            <li key={coupon.code}>
              <CouponNote coupon={coupon} />
              <button
                type="button"
                className="ck-icon-button"
                aria-label={t.remove(coupon.code)}
                onClick={() => change({ codes: typed.codes.filter((one) => one !== coupon.code) })}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <CodeEntry
          key={typed.codes[0]}
          ref={code}
          code={typed.codes[0] ?? ''}
          scan={scan?.('coupon')}
          take={(text) => {
            change({ codes: text === '' ? [] : [text] })
            if (text !== '') (typed.orderId === '' ? order : amount).current?.focus()
          }}
          note={coupons[0] && <CouponNote coupon={coupons[0]} />}
        />
      )}
      <Entry
        ref={order}
        label={t.order}
        value={typed.orderId}
        change={(orderId) => change({ orderId })}
        enter={() => amount.current?.focus()}
        scan={scan?.('order')}
        enterKeyHint="next"
        autoCapitalize="characters"
      />
      <Entry
        ref={amount}
        label={category === undefined ? t.amount : t.amountOf(category)}
        className="ck-amount"
        value={typed.amount}
        change={(text) => change({ amount: text.replaceAll('。', '.').replaceAll(/[^\d.]/g, '') })}
        inputMode="decimal"
        enterKeyHint="go"
        placeholder="0.00"
        maxLength={12}
      />
      <Answer
        state={problem?.error ? { kind: 'refused', error: problem.error } : state}
        hasUndo={coupons.every(hasUndo)}
      />
      <button
        type="submit"
        className="ck-go"
        disabled={problem !== undefined || (state.kind !== 'ready' && state.kind !== 'unsure')}
      >
        {state.kind === 'unsure' ? t.again : t.redeem}
      </button>
    </form>
  )
}

type CodeProps = Readonly<{
  code: string
  take: (code: string) => void
  scan: (() => void) | undefined
  note: ReactNode
  ref: Ref<HTMLInputElement>
}>

/** The code, which counts once it is complete: with Enter, or when the field is left. */
function CodeEntry({ code, take, scan, note, ref }: CodeProps): ReactNode {
  const t = useTexts(texts)
  const [text, setText] = useState(code)
  const settle = () => {
    if (text.trim() !== code) take(text.trim())
  }
  return (
    <Entry
      ref={ref}
      label={t.code}
      value={text}
      change={setText}
      enter={settle}
      onBlur={settle}
      scan={scan}
      note={note}
      enterKeyHint="next"
      autoCapitalize="characters"
    />
  )
}

function CouponNote({ coupon }: Readonly<{ coupon: ChosenCoupon }>): ReactNode {
  const { language } = useLanguage()
  if (coupon.error !== null) return <span className="ck-bad">{refusalOf(coupon.error, language).title}</span>
  return <span>{couponWords(coupon, language) || coupon.code}</span>
}

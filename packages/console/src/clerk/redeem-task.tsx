import { type FormEvent, type ReactNode, type Ref, useEffect, useRef, useState } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Answer, refusalOf } from './answer.tsx'
import { type ChosenCoupon, couponWords, hasUndo } from './chosen-coupons.ts'
import { AmountEntry, Entry, useTypedAnywhere } from './parts/entry.tsx'
import { Icon } from './parts/icons.tsx'
import { isCodeAsOrder } from './parts/typed.ts'
import { Redeemed } from './redeemed.tsx'
import { ScanButton, type Scanned, ScanSheet } from './scan/scan-sheet.tsx'
import { hasCamera } from './scan/use-scanner.ts'
import type { Order } from './use-order.ts'
import './coupons.css'

const texts = defineTexts({
  code: { zh: '券码', en: 'Coupon code' },
  order: { zh: '订单号', en: 'Order number' },
  number: { zh: '系统编号', en: 'Number it' },
  amount: { zh: '金额', en: 'Amount' },
  amountOf: {
    zh: (category: string) => `适用商品的金额（品类 ${category}）`,
    en: (category) => `Amount of the goods it applies to (category ${category})`,
  },
  redeem: { zh: '核销', en: 'Redeem' },
  again: { zh: '再试一次', en: 'Try again' },
  next: { zh: '下一单', en: 'Next order' },
  chosen: {
    zh: '刚选的券还没有核销：先处理完这一单，再点“下一单”继续。',
    en: 'The coupons just chosen are not redeemed yet: finish this order, then go on with “Next order”.',
  },
  isCode: {
    zh: (code: string) => `${code} 是券码，不能作订单号：请填小票上的订单号`,
    en: (code) => `${code} is the code of the coupon: give the order number of the receipt`,
  },
  remove: { zh: (code: string) => `不用 ${code}`, en: (code) => `Leave out ${code}` },
})

type Props = Readonly<{ order: Order; isShown: boolean }>

/** Redeems: code, order and amount in, one answer out. */
export function RedeemTask({ order, isShown }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { typed, coupons, category, state, isLocked, numbering, change } = order
  const orderId = useRef<HTMLInputElement>(null)
  const amount = useRef<HTMLInputElement>(null)
  const code = useRef<HTMLInputElement>(null)
  useTypedAnywhere(isShown && !isLocked && state.kind !== 'done' ? [code, orderId, amount] : [])
  const [wanted, setWanted] = useState<readonly Scanned[]>()
  const isScanning = wanted !== undefined
  const hasScanned = useRef(false)
  useEffect(() => {
    // Where both were read, only the amount is left. While the sheet is open, nothing below it takes the focus.
    if (hasScanned.current && !isScanning) amount.current?.focus()
    hasScanned.current = isScanning
  }, [isScanning])
  const scan = hasCamera ? (kind: Scanned) => () => setWanted([kind]) : undefined
  const note = order.hasNext && <p className="ck-answer ck-answer-warning">{t.chosen}</p>
  if (state.kind === 'done') {
    return (
      <Redeemed
        redeemed={state.redeemed}
        orderId={state.orderId}
        isUndoable={coupons.every(hasUndo)}
        note={note}
        next={order.next}
      />
    )
  }
  const isCode = isCodeAsOrder(typed)
  const notNumbered = numbering?.error ?? undefined
  const orderFault = isCode ? t.isCode(typed.orderId.trim()) : notNumbered && refusalOf(notNumbered, language).title
  // A coupon that this order used is not in the way of its repetition.
  const problem = isLocked ? undefined : coupons.find(({ error }) => error !== null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (state.kind === 'ready' || state.kind === 'unsure') order.run()
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
      {note}
      <fieldset className="ck-fields" disabled={isLocked}>
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
              if (text !== '') (typed.orderId === '' ? orderId : amount).current?.focus()
            }}
            note={coupons[0] && <CouponNote coupon={coupons[0]} />}
          />
        )}
        <Entry
          ref={orderId}
          label={t.order}
          value={typed.orderId}
          change={(changed) => change({ orderId: changed })}
          enter={() => (isCode ? orderId.current?.select() : amount.current?.focus())}
          scan={scan?.('order')}
          enterKeyHint="next"
          autoCapitalize="characters"
          aria-invalid={isCode}
          beside={
            numbering && (
              <button
                type="button"
                className="ck-entry-act"
                disabled={numbering.isBusy}
                onClick={() => numbering.run(() => amount.current?.focus())}
              >
                {t.number}
              </button>
            )
          }
          note={
            orderFault === undefined ? undefined : (
              <span role="alert" className="ck-bad">
                {orderFault}
              </span>
            )
          }
        />
        <AmountEntry
          ref={amount}
          label={category === undefined ? t.amount : t.amountOf(category)}
          value={typed.amount}
          change={(changed) => change({ amount: changed })}
          enterKeyHint="go"
        />
      </fieldset>
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
      {(state.kind === 'unsure' || (order.hasNext && !isLocked)) && (
        <button type="button" className="ck-go ck-go-second" onClick={order.next}>
          {t.next}
        </button>
      )}
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

import { type redeemCoupon, undoRedemption } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { newRequestNumber } from '../acts/request-number.ts'
import { useNow } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import type { ResultOf } from '../server/call-method.ts'
import { Amounts, refusalOf } from './answer.tsx'
import { Icon } from './parts/icons.tsx'
import { useClerkWrite } from './use-redeem.ts'

const texts = defineTexts({
  done: { zh: '已核销', en: 'Redeemed' },
  already: { zh: '此前已经核销', en: 'Redeemed before' },
  undone: { zh: '已撤销，券已退回会员', en: 'Undone: the coupon is back with the member' },
  order: { zh: (id: string) => `订单 ${id}`, en: (id) => `Order ${id}` },
  next: { zh: '下一单', en: 'Next order' },
  undo: { zh: (seconds: number) => `撤销（${seconds} 秒内）`, en: (seconds) => `Undo (${seconds} s)` },
  undoing: { zh: '正在撤销…', en: 'Undoing …' },
  late: {
    zh: '要退回这一单，请打开完整控制台。',
    en: 'To return it now, open the full console.',
  },
  noUndo: { zh: '这张券用后不退，不能撤销。', en: 'This coupon allows no return: it cannot be undone.' },
})

type Props = Readonly<{
  redeemed: ResultOf<typeof redeemCoupon>
  orderId: string
  isUndoable: boolean
  /** What is to be known besides. */
  note: ReactNode
  next: () => void
}>

const takeFocus = (element: HTMLElement | null) => element?.focus()

/** What was done, a minute in which it can be undone, and the way to the next order. */
export function Redeemed({ redeemed, orderId, isUndoable, note, next }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const [outRequestNo] = useState(newRequestNumber)
  const undo = useClerkWrite(undoRedemption)
  const isUndone = undo.data !== undefined
  const { offAmount, payAmount, alreadyDone, redemptions } = redeemed
  return (
    <section className="ck-task ck-redeemed">
      <Icon name={isUndone ? 'undo' : 'done'} />
      {/* A heading of its own for each news, which takes the focus: screen readers read it, and no key goes to a field of the order. */}
      <h1 key={String(isUndone)} ref={takeFocus} tabIndex={-1}>
        {isUndone ? t.undone : alreadyDone === true ? t.already : t.done}
      </h1>
      {!isUndone && (
        <p className="ck-answer ck-answer-good">
          <Amounts off={offAmount} pay={payAmount} />
          <span>{t.order(orderId)}</span>
        </p>
      )}
      {undo.error !== null && (
        <p className="ck-answer ck-answer-bad" role="alert">
          <strong>{refusalOf(undo.error, language).title}</strong>
          <span>{refusalOf(undo.error, language).help}</span>
        </p>
      )}
      {note}
      <button type="button" className="ck-go" onClick={next} disabled={undo.isPending}>
        {t.next}
      </button>
      {!isUndone && isUndoable && (
        <UndoButton
          isBusy={undo.isPending}
          undo={() => undo.mutate({ outRequestNo, redemptionIds: redemptions.map(({ redemptionId }) => redemptionId) })}
        />
      )}
      {!isUndoable && <p className="ck-soft">{t.noUndo}</p>}
    </section>
  )
}

/** Two less than the server allows, so that a tap at the end arrives in time. */
const undoSeconds = 58

function UndoButton({ isBusy, undo }: Readonly<{ isBusy: boolean; undo: () => void }>): ReactNode {
  const t = useTexts(texts)
  const [fromMs] = useState(() => Date.now())
  const left = undoSeconds - Math.floor((useNow(1_000) - fromMs) / 1_000)
  if (left <= 0 && !isBusy) return <p className="ck-soft">{t.late}</p>
  return (
    <button type="button" className="ck-go ck-go-second" onClick={undo} disabled={isBusy}>
      <Icon name="undo" />
      {isBusy ? t.undoing : t.undo(left)}
    </button>
  )
}

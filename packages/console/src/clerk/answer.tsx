import type { ReactNode } from 'react'
import { moneyText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { refusalOf } from './refusal-help.ts'
import type { RedeemState } from './use-redeem.ts'
import './answer.css'

const texts = defineTexts({
  open: {
    zh: '填好券码、订单号和金额，这里显示能抵多少。',
    en: 'Fill in code, order and amount to see what it takes off.',
  },
  asking: { zh: '正在核对…', en: 'Checking …' },
  sending: { zh: '正在核销…', en: 'Redeeming …' },
  off: { zh: (off: string) => `抵扣 ¥${off}`, en: (off) => `¥${off} off` },
  gift: { zh: '可兑换赠品', en: 'A gift' },
  pay: { zh: (pay: string) => `实付 ¥${pay}`, en: (pay) => `to pay ¥${pay}` },
  noUndo: { zh: '这张券用后不退，核销后不能撤销。', en: 'This coupon allows no return: there is no undo.' },
})

type Props = Readonly<{ state: RedeemState; hasUndo: boolean }>

/** What the server answers, in one large sentence. */
export function Answer({ state, hasUndo }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  switch (state.kind) {
    case 'open':
    case 'asking':
    case 'sending':
      return <output className="ck-answer ck-answer-soft">{t[state.kind]}</output>
    case 'ready': {
      return (
        <output className="ck-answer ck-answer-good">
          <Amounts off={state.tried.offAmount} pay={state.tried.payAmount} />
          {!hasUndo && <span className="ck-answer-warning">{t.noUndo}</span>}
        </output>
      )
    }
    case 'refused':
    case 'unsure': {
      const { title, help } = refusalOf(state.error, language)
      return (
        <output className="ck-answer ck-answer-bad">
          <strong>{title}</strong>
          <span>{help}</span>
        </output>
      )
    }
    case 'done':
      return null
  }
}

type AmountsProps = Readonly<{ off: string | undefined; pay: string | undefined }>

/** What is taken off and what is left to pay: 抵扣 ¥20.00，实付 ¥106.50. */
export function Amounts({ off = '0', pay = '0' }: AmountsProps): ReactNode {
  const t = useTexts(texts)
  return (
    <>
      <strong>{Number(off) === 0 ? t.gift : t.off(moneyText(off))}</strong>
      <span className="ck-answer-pay">{t.pay(moneyText(pay))}</span>
    </>
  )
}

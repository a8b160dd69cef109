import type { ReactNode } from 'react'
import { moneyText, plainMoney } from '../design/money.ts'
import { defineTexts, type Language, textsIn, useLanguage, useTexts } from '../language/texts.ts'
import { failureText } from '../parts/failure-text.ts'
import { CallError, type RefusalFacts } from '../server/call-error.ts'
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

/** What is in the way, and what would help. */
type Refusal = Readonly<{ title: string; help: string }>

type Words = Readonly<{ zh: string; en: string }>

const words = {
  COUPON_NOT_FOUND: {
    title: () => ({ zh: '没有这张券', en: 'No such coupon' }),
    help: { zh: '核对券码，或重新扫一次。', en: 'Check the code, or scan it again.' },
  },
  COUPON_NOT_CLAIMED: {
    title: () => ({ zh: '这张券还没有领取', en: 'The coupon is not claimed yet' }),
    help: { zh: '请会员先在小程序领取，再来核销。', en: 'Ask the member to claim it first.' },
  },
  COUPON_EXPIRED: {
    title: ({ date = '' }) => ({ zh: `已于 ${date} 过期`, en: `Expired on ${date}` }),
    help: { zh: '换一张券；需要延期请找客服。', en: 'Use another coupon; customer service may extend this one.' },
  },
  COUPON_NOT_STARTED: {
    title: ({ date = '' }) => ({ zh: `${date} 起才能用`, en: `Valid from ${date}` }),
    help: { zh: '今天请换一张券。', en: 'Use another coupon today.' },
  },
  COUPON_ALREADY_USED: {
    title: ({ time, orderId = '' }) =>
      time === undefined
        ? { zh: '这张券已经用过', en: 'The coupon was used' }
        : {
            zh: `已于 ${time.slice(5, 16)} 用在订单 ${orderId}`,
            en: `Used by order ${orderId} at ${time.slice(5, 16)}`,
          },
    help: {
      zh: '换一张券；那一单退货后，券会回到会员名下。',
      en: 'Use another coupon; this one comes back when that order is returned.',
    },
  },
  COUPON_HELD: {
    title: ({ time = '', orderId = '' }) => ({
      zh: `被订单 ${orderId} 占用到 ${time.slice(11, 16)}`,
      en: `Held by order ${orderId} until ${time.slice(11, 16)}`,
    }),
    help: { zh: '用那个订单号核销，或等占用结束。', en: 'Redeem it on that order, or wait.' },
  },
  COUPON_VOID: {
    title: () => ({ zh: '这张券已作废', en: 'The coupon is void' }),
    help: { zh: '换一张券。', en: 'Use another coupon.' },
  },
  ORDER_AMOUNT_TOO_LOW: {
    title: ({ missingAmount = '0' }) => ({
      zh: `还差 ¥${plainMoney(missingAmount)}`,
      en: `¥${plainMoney(missingAmount)} short`,
    }),
    help: { zh: '再加这么多适用商品就能用。', en: 'Add goods for that much, and it can be used.' },
  },
  SHOP_NOT_ALLOWED: {
    title: () => ({ zh: '这张券不能在本店用', en: 'Not valid in this shop' }),
    help: { zh: '到券上写的门店使用，或换一张券。', en: 'Use it in one of its shops, or use another coupon.' },
  },
  CATEGORY_NOT_ALLOWED: {
    title: () => ({ zh: '这张券只用于部分商品', en: 'Only for some goods' }),
    help: {
      zh: '用收银台，或在完整控制台按商品核销。',
      en: 'Redeem it at the till, or with its goods in the full console.',
    },
  },
  NOT_STACKABLE: {
    title: () => ({ zh: '不能和这一单的其他券同用', en: 'Not together with the other coupons' }),
    help: { zh: '只用其中一张。', en: 'Use only one of them.' },
  },
  ORDER_COVERED: {
    title: () => ({ zh: '这一单已经抵满', en: 'Nothing is left to take off' }),
    help: { zh: '把券留到下次用。', en: 'Keep the coupon for another time.' },
  },
  TIME_NOT_ALLOWED: {
    title: () => ({ zh: '这张券现在不能用', en: 'Not valid at this hour' }),
    help: { zh: '在券上写的日子与时段使用。', en: 'Use it on the days and at the hours that it names.' },
  },
  RETURN_NOT_ALLOWED: {
    title: () => ({ zh: '这张券用后不退', en: 'The coupon cannot be returned' }),
    help: { zh: '需要补券请找客服。', en: 'Customer service may issue another.' },
  },
  UNDO_NOT_ALLOWED: {
    title: () => ({ zh: '已经不能撤销', en: 'Too late to undo' }),
    help: {
      zh: '撤销只限本人、一分钟内；请在完整控制台退回。',
      en: 'Undo is for your own redemption within a minute; return it in the full console.',
    },
  },
} as const satisfies Readonly<Record<string, Readonly<{ title: (facts: RefusalFacts) => Words; help: Words }>>>

const others = defineTexts({ again: { zh: '没有做任何更改。', en: 'Nothing was changed.' } })

/** What to tell a clerk about a call that gave no result. */
export function refusalOf(error: Error, language: Language): Refusal {
  const code = error instanceof CallError ? error.code : undefined
  const known = code !== undefined && isKnown(code) ? words[code] : undefined
  if (known === undefined || !(error instanceof CallError)) {
    const { title, advice } = failureText(error, language)
    const isRefused = error instanceof CallError && error.kind === 'refused'
    return { title, help: isRefused ? textsIn(others, language).again : advice }
  }
  return { title: known.title(error.facts)[language], help: known.help[language] }
}

function isKnown(code: string): code is keyof typeof words {
  return Object.hasOwn(words, code)
}

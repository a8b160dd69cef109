import { voidCoupons } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { ActForm } from './act-form.tsx'
import { type ActProps, nameOf } from './act-props.ts'
import { ReasonFields, type ReasonValues, reasonOf } from './reason-fields.tsx'
import { useRequestNumber } from './request-number.ts'
import { useAct } from './use-act.ts'

const texts = defineTexts({
  title: { zh: '作废这张券', en: 'Void this coupon' },
  verb: { zh: '作废', en: 'Void' },
  consequence: {
    zh: (name: string) => `「${name}」从此不能使用，也不能恢复。`,
    en: (name) => `“${name}” can never be used again; this cannot be undone.`,
  },
  consequenceHeld: {
    zh: (name: string, order: string) => `订单 ${order} 正占用「${name}」：该单将用不了它；作废后不能恢复。`,
    en: (name, order) => `Order ${order} holds “${name}” and will not be able to use it. This cannot be undone.`,
  },
  wrongIssue: { zh: '误发', en: 'Issued by mistake' },
  fraud: { zh: '疑似套券', en: 'Suspected fraud' },
  cancelled: { zh: '活动取消', en: 'Campaign cancelled' },
  request: { zh: '会员要求', en: 'Request of the member' },
  other: { zh: '其他', en: 'Other' },
  done: { zh: '已作废', en: 'Voided' },
  used: { zh: '没有作废：这张券刚被使用', en: 'Not voided: the coupon was just used' },
  held: { zh: '没有作废：这张券刚被订单占用', en: 'Not voided: an order just took hold of the coupon' },
  already: { zh: '这张券此前已作废', en: 'The coupon was void already' },
})

/** Voids one coupon. */
export function VoidAct({ coupon, state, close }: ActProps): ReactNode {
  const t = useTexts(texts)
  const outRequestNo = useRequestNumber()
  const act = useAct(voidCoupons, {
    tell: ({ items: [item] }) => {
      switch (item?.outcome) {
        case 'used':
        case 'not_found':
          return { text: t.used, isRefused: true }
        case 'held':
          return { text: t.held, isRefused: true }
        case 'already_void':
          return { text: t.already, isRefused: true }
        default:
          return { text: t.done }
      }
    },
    close,
  })
  const { couponCode, orderId = '' } = coupon
  const voidHeld = state === 'held' ? true : undefined
  return (
    <ActForm<ReasonValues>
      {...{ title: t.title, verb: t.verb, isDanger: true, isBusy: act.isBusy, error: act.error, cancel: close }}
      consequence={voidHeld ? t.consequenceHeld(nameOf(coupon), orderId) : t.consequence(nameOf(coupon))}
      submit={(values) => act.run({ outRequestNo, couponCodes: [couponCode], reason: reasonOf(values), voidHeld })}
    >
      <ReasonFields reasons={[t.wrongIssue, t.fraud, t.cancelled, t.request, t.other]} />
    </ActForm>
  )
}

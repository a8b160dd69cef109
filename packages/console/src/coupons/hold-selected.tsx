import { holdSelected, type ResponseOf, releaseSelected } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { ReasonFields, type ReasonValues, reasonOf } from '../acts/reason-fields.tsx'
import { useCouponAct } from '../acts/use-coupon-act.tsx'
import { defineTexts, type Language, useLanguage, useTexts } from '../language/texts.ts'
import { CountField, TextField } from '../parts/fields.tsx'
import { refusalWords } from '../parts/refusal-words.ts'

const texts = defineTexts({
  hold: { zh: '为订单占用所选的券', en: 'Hold the selected coupons for an order' },
  holdVerb: { zh: '占用', en: 'Hold' },
  release: { zh: '释放所选的券', en: 'Release the selected coupons' },
  releaseVerb: { zh: '释放', en: 'Release' },
  order: { zh: '订单号', en: 'Order' },
  minutes: { zh: '占用分钟数', en: 'Minutes' },
  fill: {
    zh: '填好订单号后，这里说明会占用哪些、到什么时候。',
    en: 'Fill in the order to see how many are held, and until when.',
  },
  held: {
    zh: (count: number, order: string, until: string) =>
      `${until} 以前只有订单 ${order} 能使用其中 ${count} 张，到时自动释放。`,
    en: (count, order, until) => `Until ${until} only order ${order} can use ${count} of them; then they are released.`,
  },
  released: {
    zh: (count: number) => `其中 ${count} 张不再为订单保留，马上可以用在别的订单上。`,
    en: (count) => `${count} of them are no longer kept for orders; other orders can use them immediately.`,
  },
  unchanged: {
    zh: (count: number) => `${count} 张没有被占用，不变。`,
    en: (count) => `${count} not held, left as they are.`,
  },
  refused: {
    zh: (count: number, reasons: string) => `${count} 张不能处理：${reasons}。`,
    en: (count, reasons) => `${count} cannot be changed: ${reasons}.`,
  },
  nothing: { zh: '所选的券没有一张可以处理。', en: 'None of the selected coupons can be changed.' },
  done: { zh: (count: number) => `已处理 ${count} 张`, en: (count) => `${count} changed` },
  pickup: { zh: '顾客稍后来取', en: 'The customer comes later' },
  cancelled: { zh: '订单取消或超时', en: 'Order cancelled or timed out' },
  till: { zh: '收银机没有释放', en: 'The till did not release it' },
  mistake: { zh: '占用错了', en: 'Held by mistake' },
  other: { zh: '其他', en: 'Other' },
})

type Props = Readonly<{ couponCodes: readonly string[]; close: () => void }>

type HoldValues = ReasonValues & Readonly<{ orderId?: string; minutes?: number | null }>

const usualMinutes = 15

/** Reserves the selected coupons for one order. */
export function HoldSelected({ couponCodes, close }: Props): ReactNode {
  const t = useTexts(texts)
  const sentences = useSentences()
  const [values, setValues] = useState<Partial<HoldValues>>({ minutes: usualMinutes })
  const [orderId, ttlSeconds] = [values.orderId?.trim() ?? '', (values.minutes ?? 0) * 60]
  const { form, run } = useCouponAct(holdSelected, {
    title: t.hold,
    verb: t.holdVerb,
    seen: undefined,
    close,
    hint: t.fill,
    asked: orderId === '' || ttlSeconds === 0 ? undefined : { couponCodes, orderId, ttlSeconds },
    consequence: (tried) => sentences.of(tried, t.held(tried.changedCount, orderId, tried.heldUntil ?? '')),
    refusedIn: sentences.refusedIn,
    done: ({ changedCount }) => t.done(changedCount),
  })
  return (
    <ActForm<HoldValues>
      {...form}
      initialValues={{ minutes: usualMinutes }}
      onChange={setValues}
      submit={(given) => run({ reason: reasonOf(given) })}
    >
      <div className="yq-act-row">
        <TextField name="orderId" label={t.order} isRequired autoFocus />
        <CountField name="minutes" label={t.minutes} isRequired min={1} max={1440} style={{ width: '100%' }} />
      </div>
      <ReasonFields reasons={[t.pickup, t.other]} />
    </ActForm>
  )
}

/** Ends the holds of the selected coupons. */
export function ReleaseSelected({ couponCodes, close }: Props): ReactNode {
  const t = useTexts(texts)
  const sentences = useSentences()
  const { form, run } = useCouponAct(releaseSelected, {
    title: t.release,
    verb: t.releaseVerb,
    seen: undefined,
    close,
    hint: '',
    asked: { couponCodes },
    consequence: (tried) => sentences.of(tried, t.released(tried.changedCount)),
    refusedIn: sentences.refusedIn,
    done: ({ changedCount }) => t.done(changedCount),
  })
  return (
    <ActForm<ReasonValues> {...form} submit={(given) => run({ reason: reasonOf(given) })}>
      <ReasonFields reasons={[t.cancelled, t.till, t.mistake, t.other]} />
    </ActForm>
  )
}

type Tried = Pick<
  ResponseOf<typeof releaseSelected>['result'],
  'alreadyDone' | 'changedCount' | 'unchangedCount' | 'refusedCount' | 'refusals'
>

function useSentences() {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const gap = language === 'zh' ? '' : ' '
  const left = ({ unchangedCount, refusedCount, refusals = [] }: Tried) => [
    ...(unchangedCount === 0 ? [] : [t.unchanged(unchangedCount)]),
    ...(refusedCount === 0 ? [] : [t.refused(refusedCount, reasonsOf(refusals, language))]),
  ]
  return {
    of: (tried: Tried, changed: string) => [changed, ...left(tried)].join(gap),
    refusedIn: (tried: Tried) =>
      tried.changedCount > 0 || tried.alreadyDone ? undefined : [t.nothing, ...left(tried)].join(gap),
  }
}

function reasonsOf(refusals: NonNullable<Tried['refusals']>, language: Language): string {
  const words = refusals.map(({ subCode, count }) => `${refusalWords(subCode, language)} ${count}`)
  return words.join(language === 'zh' ? '、' : ', ')
}

import { couponStateOf, openCoupon } from '@yaoquan/api'
import { Button, Flex } from 'antd'
import { type ReactNode, useState } from 'react'
import { type CouponAct, couponActs, possibleActs } from '../acts/coupon-acts.ts'
import { CouponStateTag } from '../design/coupon-state.tsx'
import { useToday } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { actorNames } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { NotRead } from '../parts/failure.tsx'
import { lazyPart } from '../parts/lazy-part.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { Voucher } from '../terms/voucher.tsx'
import { CouponFacts, DiffersNow, StateReason } from './coupon-facts.tsx'
import { CouponTimeline, Deliveries } from './coupon-timeline.tsx'
import { Redemptions } from './redemptions.tsx'
import { Validity } from './validity.tsx'
import '../parts/details.css'

const ActPanel = lazyPart(async () => (await import('../acts/act-panel.tsx')).ActPanel)

const ExplainPanel = lazyPart(async () => (await import('./explain-panel.tsx')).ExplainPanel)

const texts = defineTexts({
  explain: { zh: '为什么用不了', en: 'Why not usable?' },
  timeline: { zh: '动态', en: 'Activity' },
  redemptions: { zh: '核销', en: 'Redemptions' },
})

type Props = Readonly<{
  couponCode: string
  /** The act whose form is open at first. */
  begun?: CouponAct | undefined
}>

/** What one coupon is: its terms, what became of it, and the acts that are possible now. */
export function CouponDetails({ couponCode, begun }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { may } = useSession()
  const today = useToday()
  const [act, setAct] = useState(begun)
  const [isExplaining, setExplaining] = useState(false)
  const { data, error, refetch } = useRead(openCoupon, { couponCode })
  const { coupon, terms } = data ?? {}
  if (data === undefined || coupon === undefined) return <NotRead error={error} refetch={refetch} rows={8} />
  const state = couponStateOf(coupon, today)
  const acts = possibleActs(state, coupon.redemptionId).filter((name) => may(couponActs[name].role))
  const { timeline, redemptions = [], versions = [], webhooks = [] } = data
  const known = { categories: data.categories }
  const actorName = actorNames(data.actors)
  return (
    <Flex vertical gap={16} className="yq-coupon">
      <Voucher
        worth={terms ?? coupon}
        name={coupon.couponName ?? coupon.couponId ?? couponCode}
        validity={<Validity coupon={coupon} state={state} today={today} />}
        description={coupon.description}
      />
      <header>
        <Flex gap={8} align="center" wrap>
          <CouponStateTag state={state} />
          <Code text={couponCode} />
        </Flex>
        <StateReason coupon={coupon} state={state} events={timeline} actorName={actorName} today={today} />
      </header>
      {act === undefined && !isExplaining && (
        <Flex gap={8} wrap>
          {acts.map((name, index) => (
            <Button
              key={name}
              type={index === 0 ? 'primary' : 'default'}
              danger={name === 'void'}
              onClick={() => setAct(name)}
            >
              {couponActs[name].title[language]}
            </Button>
          ))}
          {may('look-up') && <Button onClick={() => setExplaining(true)}>{t.explain}</Button>}
        </Flex>
      )}
      {act !== undefined && (
        <ActPanel
          key={act}
          act={act}
          coupon={coupon}
          terms={terms}
          state={state}
          seen={{ couponCode, eventSeq: timeline.at(-1)?.eventSeq ?? 0 }}
          close={() => setAct(undefined)}
        />
      )}
      {isExplaining && <ExplainPanel couponCode={couponCode} close={() => setExplaining(false)} />}
      <CouponFacts coupon={coupon} terms={terms} known={known} />
      <DiffersNow versions={versions} known={known} />
      {redemptions.length > 0 && (
        <section>
          <h3>{t.redemptions}</h3>
          <Redemptions redemptions={redemptions} today={today} />
        </section>
      )}
      <section>
        <h3>{t.timeline}</h3>
        <CouponTimeline
          events={timeline}
          removedBefore={data.eventsRemovedBefore}
          actorName={actorName}
          today={today}
        />
      </section>
      <Deliveries webhooks={webhooks} events={timeline} today={today} />
    </Flex>
  )
}

import { getCoupon } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useActors } from '../names/use-names.ts'
import { useRead } from '../session/use-server.ts'
import { actorText, eventTitle } from '../terms/event-text.ts'

const texts = defineTexts({
  first: {
    zh: (who: string, at: string, what: string) => `${who} 已于 ${at} ${what}。`,
    en: (who, at, what) => `Already ${what.toLowerCase()} by ${who} at ${at} (GMT+8).`,
  },
})

/** The coupon of an act, as the operator saw it. */
export type SeenCoupon = Readonly<{
  couponCode: string
  /** Number of its newest event then; 0: none. */
  eventSeq: number
}>

/** Names who acted on a coupon after it was shown, and when: the usual reason of a refusal. Shows nothing if nobody did. */
export function FirstActor({ couponCode, eventSeq }: SeenCoupon): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { data } = useRead(getCoupon, { couponCode }, { isFresh: true })
  const newest = data?.timeline.at(-1)
  const actorName = useActors(newest === undefined ? [] : [newest.actor])
  if (newest === undefined || newest.eventSeq <= eventSeq) return null
  return (
    <strong>
      {t.first(actorText(newest.actor, language, actorName), newest.at, eventTitle(newest.kind, language))}
    </strong>
  )
}

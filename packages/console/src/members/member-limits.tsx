import type { openMember } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { LinkButton } from '../parts/link-button.tsx'
import type { ResultOf } from '../server/call-method.ts'

const texts = defineTexts({
  title: { zh: '限领', en: 'Claim limits' },
  claimed: {
    zh: (count: number, limit: number) => `已领 ${count} / ${limit}`,
    en: (count, limit) => `${count} of ${limit} claimed`,
  },
  today: {
    zh: (count: number, limit: number) => `今天 ${count} / ${limit}`,
    en: (count, limit) => `${count} of ${limit} today`,
  },
  more: { zh: (count: number) => `另 ${count} 项`, en: (count) => `${count} more` },
})

export type Limits = NonNullable<ResultOf<typeof openMember>['limits']>

type Limit = Limits[number]

const shownFirst = 4

/** What the member claimed of templates with a limit per member; those that the member can claim no more of come first. */
export function MemberLimits({ limits }: Readonly<{ limits: Limits }>): ReactNode {
  const t = useTexts(texts)
  const [showsAll, setShowsAll] = useState(false)
  const sorted = limits.toSorted((left, right) => Number(isUsedUp(right)) - Number(isUsedUp(left)))
  const shown = showsAll ? sorted : sorted.slice(0, shownFirst)
  const further = sorted.length - shown.length
  return (
    <div>
      <dt>{t.title}</dt>
      <dd>
        {shown.map((limit) => (
          <span key={limit.couponId} title={limit.couponId} className={isUsedUp(limit) ? 'yq-limit-used' : undefined}>
            {`${limit.couponName} `}
            <span className="yq-number">
              {[
                limit.memberTotal !== undefined && t.claimed(limit.claimed, limit.memberTotal),
                limit.memberPerDay !== undefined && t.today(limit.claimedToday, limit.memberPerDay),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
        ))}
        {further > 0 && <LinkButton isInline text={t.more(further)} act={() => setShowsAll(true)} />}
      </dd>
    </div>
  )
}

function isUsedUp({ claimed, claimedToday, memberTotal, memberPerDay }: Limit): boolean {
  return (
    claimed >= (memberTotal ?? Number.POSITIVE_INFINITY) || claimedToday >= (memberPerDay ?? Number.POSITIVE_INFINITY)
  )
}

import { getRetention } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { NotRead } from '../parts/failure.tsx'
import { useRead } from '../session/use-server.ts'
import { keptKinds, type PeriodName, periodReasons, periodTexts, type Retention } from './periods.ts'
import { WaitingPeriods } from './waiting-periods.tsx'
import './rules.css'

const texts = defineTexts({
  days: { zh: (count: number) => `保留 ${count} 天`, en: (count) => `Kept for ${count} days` },
  forever: { zh: '永久保留', en: 'Kept for ever' },
  setAt: { zh: (at: string) => `最近设于 ${at}`, en: (at) => `Last set ${at}` },
  next: { zh: (at: string) => `下次清理 ${at}`, en: (at) => `Next removal ${at}` },
  neverSet: { zh: '从未设置，全部永久保留。', en: 'Never set: everything is kept for ever.' },
})

/** How long data of the seller is kept, and what waits to take effect. */
export function RetentionTab(): ReactNode {
  const { data, error, refetch } = useRead(getRetention, {})
  if (data === undefined) return <NotRead error={error} refetch={refetch} rows={6} />
  return (
    <div className="yq-rules-column">
      {data.waiting !== undefined && <WaitingPeriods present={data} waiting={data.waiting} />}
      <Periods retention={data} />
    </div>
  )
}

function Periods({ retention }: Readonly<{ retention: Retention }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { setAt, nextPassAt } = retention
  const period = (name: PeriodName) => {
    const { [name]: days } = retention
    return days === undefined ? t.forever : t.days(days)
  }
  return (
    <section className="yq-card yq-rules">
      <dl>
        {keptKinds.map(({ days }) => (
          <div key={days}>
            <dt>{periodTexts[days][language]}</dt>
            <dd>
              {period(days)}
              <p className="yq-soft">{periodReasons[days][language]}</p>
            </dd>
          </div>
        ))}
      </dl>
      <footer className="yq-soft">
        {setAt === undefined ? t.neverSet : t.setAt(setAt)}
        {nextPassAt !== undefined && <> · {t.next(nextPassAt)}</>}
      </footer>
    </section>
  )
}

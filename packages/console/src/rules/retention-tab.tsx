import { cancelRetention, getRetention } from '@yaoquan/api'
import { Alert, Button, Popconfirm } from 'antd'
import type { ReactNode } from 'react'
import { useAct } from '../acts/act-form.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useActors } from '../names/use-names.ts'
import { Failure, NotRead } from '../parts/failure.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { actorText } from '../terms/event-text.ts'
import {
  changedPeriods,
  keptKinds,
  type PeriodName,
  type PeriodValues,
  periodReasons,
  periodsOf,
  periodTexts,
  type Retention,
} from './periods.ts'
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

const waitingPeriodsTexts = defineTexts({
  title: { zh: (at: string) => `更短的期限将于 ${at} 生效`, en: (at) => `Shorter periods take effect at ${at}` },
  asked: { zh: (who: string, at: string) => `${who} 设于 ${at}`, en: (who, at) => `Set by ${who} at ${at}` },
  cancel: { zh: '撤销', en: 'Cancel the change' },
  sure: { zh: '撤销后，期限保持现在的样子。', en: 'The periods stay as they are now.' },
  keep: { zh: '返回', en: 'Back' },
  cancelled: { zh: '已撤销，期限不变', en: 'Cancelled: the periods stay' },
})

type Props = Readonly<{ present: Retention; waiting: NonNullable<Retention['waiting']> }>

/** What waits, from when on it holds, and who set it; any owner may cancel it. */
function WaitingPeriods({ present, waiting }: Props): ReactNode {
  const t = useTexts(waitingPeriodsTexts)
  const { language } = useLanguage()
  const actorName = useActors([waiting.askedBy])
  const mayChange = useSession().may('retention')
  const act = useAct(cancelRetention, { tell: () => ({ text: t.cancelled }), close: () => undefined })
  const before = periodsOf(present)
  const { requestDays = before.requestDays, memberDays = before.memberDays, eventDays = before.eventDays } = waiting
  const after: PeriodValues = { requestDays, memberDays, eventDays }
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={t.title(waiting.takesEffectAt)}
        description={
          <>
            <PeriodChanges before={before} after={after} />
            <span>{t.asked(actorText(waiting.askedBy, language, actorName), waiting.askedAt)}</span>
          </>
        }
        action={
          mayChange && (
            <Popconfirm title={t.sure} okText={t.cancel} cancelText={t.keep} onConfirm={() => act.run({})}>
              <Button size="small" loading={act.isBusy}>
                {t.cancel}
              </Button>
            </Popconfirm>
          )
        }
      />
      {act.error !== null && <Failure error={act.error} />}
    </>
  )
}

const words = defineTexts({
  days: { zh: (count: number) => `${count} 天`, en: (count) => `${count} days` },
  forever: { zh: '永久', en: 'for ever' },
  change: {
    zh: (kind: string, before: string, after: string) => `${kind}：${before} → ${after}`,
    en: (kind, before, after) => `${kind}: ${before} → ${after}`,
  },
})

type ChangesProps = Readonly<{ before: PeriodValues; after: PeriodValues }>

function PeriodChanges({ before, after }: ChangesProps): ReactNode {
  const changeText = useChangeText()
  return (
    <ul className="yq-rule-changes">
      {changedPeriods(before, after).map((change) => (
        <li key={change.kind.days}>{changeText(change)}</li>
      ))}
    </ul>
  )
}

/** @returns a change of a period in words */
export function useChangeText(): (change: ReturnType<typeof changedPeriods>[number]) => string {
  const t = useTexts(words)
  const { language } = useLanguage()
  const text = (days: number | null) => (days === null ? t.forever : t.days(days))
  return ({ kind, from, to }) => t.change(periodTexts[kind.days][language], text(from), text(to))
}

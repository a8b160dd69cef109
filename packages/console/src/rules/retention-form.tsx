import { getRetention, previewRetention, retentionDayLimits, setRetention } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { useSettled } from '../design/use-settled.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Failure, NotRead } from '../parts/failure.tsx'
import { CountField } from '../parts/fields.tsx'
import { useRead } from '../session/use-server.ts'
import {
  type ChangedPeriod,
  changedPeriods,
  keptKinds,
  type PeriodValues,
  periodReasons,
  periodsOf,
  periodTexts,
  previewOf,
  type Removals,
  requestOf,
} from './periods.ts'
import { useChangeText } from './retention-tab.tsx'

const texts = defineTexts({
  title: { zh: '修改保留期限', en: 'Change how long data is kept' },
  save: { zh: '保存', en: 'Save' },
  label: { zh: (kind: string) => `${kind}保留天数`, en: (kind) => `${kind}, days` },
  limits: {
    zh: (min: number, max: number) => `${min} 到 ${max}；不填为永久保留。`,
    en: (min, max) => `${min} to ${max}; empty: for ever.`,
  },
  between: { zh: (min: number, max: number) => `应为 ${min} 到 ${max}`, en: (min, max) => `From ${min} to ${max}` },
  forever: { zh: '永久保留', en: 'For ever' },
  same: { zh: '没有改动。', en: 'Nothing is changed.' },
  waits: {
    zh: '一天后生效，其间任一负责人可撤销。生效后清理的不能恢复。',
    en: 'Takes effect a day later; until then any owner can cancel it. What is removed then cannot be brought back.',
  },
  holds: { zh: '立即生效；已清理的不会恢复。', en: 'Takes effect immediately; what was removed stays so.' },
  removes: {
    zh: (count: string, more: string) => `现在会删除 ${count} 个${more}`,
    en: (count, more) => `${count} would be removed now${more}`,
  },
  atLeast: { zh: (count: string) => `至少 ${count}`, en: (count) => `at least ${count}` },
  details: { zh: (details: string) => `（${details}）`, en: (details) => ` (${details})` },
  oldest: { zh: (day: string) => `最早的在 ${day}`, en: (day) => `the oldest of ${day}` },
  comma: { zh: '，', en: ', ' },
  saved: { zh: '期限已修改', en: 'The periods are changed' },
  savedWaiting: { zh: (at: string) => `更短的期限 ${at} 生效`, en: (at) => `The shorter periods take effect at ${at}` },
})

/** Changes how long data is kept; what shorter periods would remove is counted first. */
export function RetentionForm({ close }: Readonly<{ close: () => void }>): ReactNode {
  const { data, error, refetch, isFetchedAfterMount } = useRead(getRetention, {}, { isFresh: true })
  if (data === undefined || !isFetchedAfterMount) return <NotRead error={error} refetch={refetch} rows={8} />
  return <PeriodForm present={periodsOf(data)} close={close} />
}

const pauseMs = 400

function PeriodForm(props: Readonly<{ present: PeriodValues; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { close } = props
  // What was looked at when the form was opened, whatever is read meanwhile.
  const [opened] = useState(props.present)
  const [values, setValues] = useState(opened)
  const changes = changedPeriods(opened, values)
  const isValid = changes.every(({ kind, to }) => to === null || isWithin(retentionDayLimits[kind.limits], to))
  const settled = useSettled(isValid ? JSON.stringify(previewOf(changes) ?? null) : 'null', pauseMs)
  const isAsked = settled !== 'null'
  const { data, error } = useRead(previewRetention, JSON.parse(settled) ?? {}, { isEnabled: isAsked })
  const isCounted = settled === JSON.stringify(previewOf(changes) ?? null) && (!isAsked || data !== undefined)
  const act = useAct(setRetention, {
    tell: ({ takesEffectAt }) => ({ text: takesEffectAt === undefined ? t.saved : t.savedWaiting(takesEffectAt) }),
    close,
  })
  const consequence = () => {
    if (changes.length === 0 || !isValid) return t.same
    return isCounted ? <Consequence changes={changes} removals={isAsked ? data : undefined} /> : undefined
  }
  return (
    <ActForm<PeriodValues>
      title={t.title}
      verb={t.save}
      {...act}
      isDanger={changes.some(({ isShorter }) => isShorter)}
      isBlocked={changes.length === 0 || !isCounted}
      refusal={isAsked && error !== null && <Failure error={error} />}
      consequence={consequence()}
      initialValues={opened}
      onChange={setValues}
      submit={() => act.run(requestOf(changes))}
    >
      {keptKinds.map(({ days, limits }) => {
        const { min, max } = retentionDayLimits[limits]
        return (
          <CountField
            key={days}
            name={days}
            label={t.label(periodTexts[days][language])}
            extra={`${t.limits(min, max)}${language === 'zh' ? '' : ' '}${periodReasons[days][language]}`}
            rules={[{ type: 'number', min, max, message: t.between(min, max) }]}
            placeholder={t.forever}
            style={{ width: 160 }}
          />
        )
      })}
    </ActForm>
  )
}

function isWithin({ min, max }: Readonly<{ min: number; max: number }>, days: number): boolean {
  return days >= min && days <= max
}

type ConsequenceProps = Readonly<{ changes: readonly ChangedPeriod[]; removals: Removals | undefined }>

/** What each change does, and what would be removed now. */
function Consequence({ changes, removals }: ConsequenceProps): ReactNode {
  const t = useTexts(texts)
  const changeText = useChangeText()
  const removalText = useRemovalText()
  return (
    <ul className="yq-rule-changes">
      {changes.map((change) => {
        const { kind, isShorter } = change
        const removal = isShorter ? removals?.[kind.removed] : undefined
        return (
          <li key={kind.days}>
            <strong>{changeText(change)}</strong>
            {removal !== undefined && <div>{removalText(removal)}</div>}
            <div>{isShorter ? t.waits : t.holds}</div>
          </li>
        )
      })}
    </ul>
  )
}

function useRemovalText(): (removal: NonNullable<Removals['requests']>) => string {
  const t = useTexts(texts)
  return ({ count, whole, bytes = 0, oldestDay }) => {
    const shown = count.toLocaleString('en')
    const details = [
      ...(bytes > 0 ? [`${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`] : []),
      ...(oldestDay === undefined ? [] : [t.oldest(oldestDay)]),
    ].join(t.comma)
    return t.removes(whole ? shown : t.atLeast(shown), details === '' ? '' : t.details(details))
  }
}

import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Empty, Flex } from 'antd'
import type { ReactNode } from 'react'
import { dayOf } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Dotted } from '../parts/facts.tsx'
import { Failure, Loading } from '../parts/failure.tsx'
import { addMonths, barOf, lastDayOf, type Span, spansOf } from './calendar-bars.ts'
import { templateStateOf } from './template-state.ts'
import { TemplateStateTag } from './template-state-tag.tsx'
import { type StoredTemplate, useTemplates } from './use-templates.ts'
import './template-calendar.css'

const texts = defineTexts({
  before: { zh: '上个月', en: 'Previous month' },
  next: { zh: '下个月', en: 'Next month' },
  today: { zh: '本月', en: 'This month' },
  claim: { zh: '领取', en: 'Claim' },
  use: { zh: '使用', en: 'Use' },
  span: { zh: (from: string, to: string) => `${from} 至 ${to}`, en: (from, to) => `${from} to ${to}` },
  since: { zh: (from: string) => `${from} 起`, en: (from) => `from ${from}` },
  none: { zh: '这个月没有可领或可用的模板', en: 'No template can be claimed or used in this month' },
  total: { zh: (count: number) => `${count} 个模板`, en: (count) => `${count} templates` },
})

/** A month of the URL, `YYYY-MM`. */
export const monthParameter = {
  read: (text: string | undefined) => (text !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : undefined),
  write: (value: string | undefined) => value,
} as const

type Props = Readonly<{
  /** `YYYY-MM` */
  month: string
  nowMs: number
  turn: (month: string) => void
  open: (couponId: string) => void
}>

/** A month of templates: a row each, a bar for the days of claiming and one for the days of use. */
export function TemplateCalendar({ month, nowMs, turn, open }: Props): ReactNode {
  const t = useTexts(texts)
  const [first, last] = [`${month}-01`, lastDayOf(month)]
  const { data, error, isError, refetch } = useTemplates({ activeFrom: first, activeTo: last })
  const rows = (data?.templates ?? []).toSorted((a, b) => spansOf(a).claim.from.localeCompare(spansOf(b).claim.from))
  const today = dayOf(nowMs)
  return (
    <>
      <Flex gap={8} align="center" className="yq-filters">
        <Button icon={<LeftOutlined />} aria-label={t.before} onClick={() => turn(addMonths(month, -1))} />
        <h2 className="yq-calendar-month" aria-live="polite">
          {month}
        </h2>
        <Button icon={<RightOutlined />} aria-label={t.next} onClick={() => turn(addMonths(month, 1))} />
        <Button onClick={() => turn(today.slice(0, 7))}>{t.today}</Button>
        <span className="yq-calendar-key yq-calendar-claim">{t.claim}</span>
        <span className="yq-calendar-key yq-calendar-use">{t.use}</span>
        <span className="yq-soft yq-list-total yq-end">{data && t.total(rows.length)}</span>
      </Flex>
      {isError && <Failure error={error} retry={() => void refetch()} />}
      {data === undefined && !isError && <Loading className="yq-filters" />}
      {data !== undefined && rows.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.none} />}
      {rows.length > 0 && (
        <div className="yq-calendar">
          <MonthHead month={month} today={today} />
          <ol className="yq-plain-list">
            {rows.map((template) => (
              <li key={template.couponId}>
                <Row template={template} month={month} nowMs={nowMs} open={open} />
              </li>
            ))}
          </ol>
        </div>
      )}
    </>
  )
}

/** The days of the month. Rows say their days in words, so readers need not hear these. */
function MonthHead({ month, today }: Readonly<{ month: string; today: string }>): ReactNode {
  return (
    <div className="yq-calendar-row yq-calendar-head" style={gridOf(month)} aria-hidden>
      <span />
      {daysIn(month).map((day) => {
        const isWeekend = [0, 6].includes(new Date(day).getUTCDay())
        const kind = day === today ? 'yq-calendar-today' : isWeekend ? 'yq-calendar-weekend' : ''
        return (
          <span key={day} className={kind}>
            {Number(day.slice(8))}
          </span>
        )
      })}
    </div>
  )
}

type RowProps = Readonly<{ template: StoredTemplate; month: string; nowMs: number; open: (couponId: string) => void }>

function Row({ template, month, nowMs, open }: RowProps): ReactNode {
  const t = useTexts(texts)
  const { couponId, couponName } = template
  const { claim, use } = spansOf(template)
  const words = ({ from, to }: Span) => (to === undefined ? t.since(from) : t.span(from, to))
  const inWords = [`${t.claim} ${words(claim)}`, `${t.use} ${words(use)}`]
  const state = templateStateOf(template, nowMs)
  return (
    <button
      type="button"
      className={`yq-calendar-row yq-calendar-${state}`}
      style={gridOf(month)}
      title={inWords.join(' · ')}
      onClick={() => open(couponId)}
    >
      <span className="yq-calendar-name">
        <span>{couponName}</span>
        <TemplateStateTag state={state} />
      </span>
      <span className="yq-calendar-words">
        <Dotted parts={inWords} />
      </span>
      <MonthSpan span={claim} month={month} kind="claim" />
      <MonthSpan span={use} month={month} kind="use" />
    </button>
  )
}

type MonthSpanProps = Readonly<{ span: Span; month: string; kind: 'claim' | 'use' }>

function MonthSpan({ span, month, kind }: MonthSpanProps): ReactNode {
  const bar = barOf(span, month)
  if (bar === undefined) return null
  const ends = `${bar.isFromBefore ? '' : ' yq-calendar-begins'}${bar.isToAfter ? '' : ' yq-calendar-ends'}`
  return (
    <span
      className={`yq-calendar-bar yq-calendar-${kind}${ends}`}
      // The first column is the name.
      style={{ gridColumn: `${bar.first + 1} / ${bar.last + 2}` }}
    />
  )
}

function gridOf(month: string): Readonly<{ gridTemplateColumns: string }> {
  return { gridTemplateColumns: `minmax(180px, 240px) repeat(${daysIn(month).length}, minmax(0, 1fr))` }
}

function daysIn(month: string): readonly string[] {
  const count = Number(lastDayOf(month).slice(8))
  return Array.from({ length: count }, (_, place) => `${month}-${String(place + 1).padStart(2, '0')}`)
}

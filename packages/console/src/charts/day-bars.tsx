import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { barScale } from './bar-scale.ts'
import './day-bars.css'

const texts = defineTexts({
  total: { zh: '合计', en: 'Total' },
  cut: {
    zh: (days: string, whole: string) => `断开的柱子超出坐标：${days}；其余各天最多 ${whole}。`,
    en: (days, whole) => `Broken bars go beyond the axis: ${days}; all other days have at most ${whole}.`,
  },
  of: { zh: (name: string, value: string) => `${name}：${value}`, en: (name, value) => `${name}: ${value}` },
  separator: { zh: '、', en: ', ' },
})

/** What the bars are made of, from the ground up. */
export type BarSeries = Readonly<{
  name: string
  /** A colour of style sheets. */
  colour: string
  /** One number for each name of the axis, 0 or more. */
  values: readonly number[]
}>

type DayBarsProps = Readonly<{
  /** What the bars show, for readers who do not see them; the table of the card has the numbers. */
  description: string
  /** What is below each bar. */
  names: readonly string[]
  /** One series has its name before the bars; several are stacked. */
  series: readonly BarSeries[]
  /** Height of the plot, in px. */
  height: number
  text: (value: number) => string
}>

/** Names below the axis at most. */
const maxNames = 7

/** Bars by day from zero, with the numbers of the day under the pointer above them. A bar far beyond the others is broken, and words say so. */
export function DayBars({ description, names, series, height, text }: DayBarsProps): ReactNode {
  const [pointed, setPointed] = useState<number>()
  const sums = names.map((_, place) => series.reduce((sum, { values }) => sum + (values[place] ?? 0), 0))
  const scale = barScale(sums)
  const step = Math.ceil(names.length / maxNames)
  return (
    <figure className="yq-day-bars">
      <figcaption className="yq-day-bars-said">
        {pointed === undefined ? (
          <Summary names={names} series={series} sums={sums} scale={scale} text={text} />
        ) : (
          <DayNumbers name={names[pointed] ?? ''} series={series} place={pointed} text={text} />
        )}
      </figcaption>
      <div
        className="yq-day-bars-plot"
        role="img"
        aria-label={description}
        style={{ height }}
        onPointerLeave={() => setPointed(undefined)}
      >
        {[1, 0.5].map((share) => (
          <div key={share} className="yq-day-bars-tick" style={{ bottom: `${share * 100}%` }}>
            <span>{text(scale.top * share)}</span>
          </div>
        ))}
        {names.map((name, place) => {
          const isCut = scale.cut.includes(place)
          const whole = isCut ? (sums[place] ?? 0) : scale.top
          return (
            <div key={name} className="yq-day-bars-column" onPointerEnter={() => setPointed(place)}>
              {series.map(({ name: part, colour, values }) => (
                <div
                  key={part}
                  className="yq-day-bars-part"
                  style={{ background: colour, height: `${(((values[place] ?? 0) / whole) * 100).toFixed(2)}%` }}
                />
              ))}
              {isCut && <div className="yq-day-bars-break" />}
              {isCut && <span className="yq-day-bars-cut">{text(sums[place] ?? 0)}</span>}
              {(names.length - 1 - place) % step === 0 && <span className="yq-day-bars-day">{name}</span>}
            </div>
          )
        })}
      </div>
    </figure>
  )
}

type SummaryProps = Pick<DayBarsProps, 'names' | 'series' | 'text'> &
  Readonly<{ sums: readonly number[]; scale: ReturnType<typeof barScale> }>

/** The sum, and which bars are broken. */
function Summary({ names, series, sums, scale: { cut, largestWhole }, text }: SummaryProps): ReactNode {
  const t = useTexts(texts)
  const [only, ...others] = series
  const total = sums.reduce((sum, value) => sum + value, 0)
  const days = cut.map((place) => t.of(names[place] ?? '', text(sums[place] ?? 0))).join(t.separator)
  return (
    <>
      <strong>{t.of(only !== undefined && others.length === 0 ? only.name : t.total, text(total))}</strong>
      {cut.length > 0 && <span>{t.cut(days, text(largestWhole))}</span>}
    </>
  )
}

type DayNumbersProps = Pick<DayBarsProps, 'series' | 'text'> & Readonly<{ name: string; place: number }>

/** The numbers of one day. */
function DayNumbers({ name, series, place, text }: DayNumbersProps): ReactNode {
  const t = useTexts(texts)
  const parts = series.filter(({ values }) => (values[place] ?? 0) > 0 || series.length === 1).toReversed()
  const sum = series.reduce((total, { values }) => total + (values[place] ?? 0), 0)
  return (
    <>
      <strong>{name}</strong>
      {series.length > 1 && <span>{t.of(t.total, text(sum))}</span>}
      {parts.map(({ name: part, values }) => (
        <span key={part}>{t.of(part, text(values[place] ?? 0))}</span>
      ))}
    </>
  )
}

import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { barScale } from './bar-scale.ts'
import './bar.css'

const texts = defineTexts({
  cut: {
    zh: '断开的条比画出来的长得多，长短只用来比较其余各条。',
    en: 'A broken bar is far longer than it is drawn; the lengths compare the others.',
  },
})

/** One bar: its length is `count`, and `value` says it. */
type BarRow = Readonly<{ key: string; name: ReactNode; count: number; value: string }>

/** Bars below each other. One far longer than the others is broken, and words say so. */
export function Bars({ rows }: Readonly<{ rows: readonly BarRow[] }>): ReactNode {
  const t = useTexts(texts)
  const { cut, largestWhole } = barScale(rows.map(({ count }) => count))
  // The longest of the others leaves room, by which a broken one is longer.
  const most = Math.max(1, cut.length === 0 ? largestWhole : largestWhole * 1.25)
  return (
    <>
      <div className="yq-bars">
        {rows.map(({ key, name, count, value }, place) => (
          <Bar key={key} name={name} share={Math.min(1, count / most)} isBroken={cut.includes(place)} value={value} />
        ))}
      </div>
      {cut.length > 0 && <p className="yq-soft yq-bars-cut">{t.cut}</p>}
    </>
  )
}

type BarProps = Readonly<{
  name: ReactNode
  /** 0..1 of the track. */
  share: number
  /** Whether it is longer than the track; default no. */
  isBroken?: boolean
  value: string
}>

/** A name, a bar and a number: three cells of a grid. The number says what the bar shows. */
export function Bar({ name, share, isBroken = false, value }: BarProps): ReactNode {
  return (
    <>
      <span>{name}</span>
      <div className="yq-bar-track" aria-hidden>
        <div
          className={isBroken ? 'yq-bar yq-bar-broken' : 'yq-bar'}
          style={{ width: `${(share * 100).toFixed(1)}%` }}
        />
      </div>
      <span className="yq-number">{value}</span>
    </>
  )
}

import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Bar } from './bar.tsx'
import { barScale } from './bar-scale.ts'

const texts = defineTexts({
  cut: {
    zh: '断开的条比画出来的长得多，长短只用来比较其余各条。',
    en: 'A broken bar is far longer than it is drawn; the lengths compare the others.',
  },
})

/** One bar: its length is `count`, and `value` says it. */
export type BarRow = Readonly<{ key: string; name: ReactNode; count: number; value: string }>

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

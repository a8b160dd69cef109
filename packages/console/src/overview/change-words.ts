import { defineTexts, type Language, textsIn } from '../language/texts.ts'

/** A figure of a period and of the one before; undefined where nothing gives it. */
export type Compared = Readonly<{
  now: number | undefined
  former: number | undefined
  /** Whether more is better, or less; absent where neither is. */
  better?: 'more' | 'less'
  /** Counts and amounts change in percent of what they were, rates in percentage points. */
  in: 'percent' | 'points'
}>

export type Change = Readonly<{ words: string; verdict: 'better' | 'worse' | undefined }>

const texts = defineTexts({
  none: { zh: '上期无数据', en: 'no data before' },
  fromNothing: { zh: '上期为 0', en: '0 before' },
  same: { zh: '与上期持平', en: 'as before' },
  morePercent: { zh: (size: string) => `比上期多 ${size}%`, en: (size) => `${size}% more than before` },
  lessPercent: { zh: (size: string) => `比上期少 ${size}%`, en: (size) => `${size}% less than before` },
  morePoints: {
    zh: (size: string) => `比上期高 ${size} 个百分点`,
    en: (size) => `${size} points higher than before`,
  },
  lessPoints: {
    zh: (size: string) => `比上期低 ${size} 个百分点`,
    en: (size) => `${size} points lower than before`,
  },
  better: { zh: '，变好', en: ', better' },
  worse: { zh: '，变差', en: ', worse' },
})

/** Says how a figure changed, and whether that is good or bad, so that no colour is needed for it. */
export function changeWords({ now, former, better, in: unit }: Compared, language: Language): Change {
  const t = textsIn(texts, language)
  if (now === undefined || former === undefined) return { words: t.none, verdict: undefined }
  if (unit === 'percent' && former === 0 && now !== 0) return { words: t.fromNothing, verdict: undefined }
  const change = unit === 'points' || now === former ? now - former : ((now - former) / former) * 100
  const size = Math.abs(change).toFixed(1)
  if (Number(size) === 0) return { words: t.same, verdict: undefined }
  const isMore = change > 0
  const words =
    unit === 'points' ? (isMore ? t.morePoints : t.lessPoints)(size) : (isMore ? t.morePercent : t.lessPercent)(size)
  if (better === undefined) return { words, verdict: undefined }
  const verdict = isMore === (better === 'more') ? 'better' : 'worse'
  return { words: words + t[verdict], verdict }
}

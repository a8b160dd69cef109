import { expect, test } from 'vitest'
import { type Compared, changeWords } from './change-words.ts'

const cases: readonly (readonly [Compared, string, string, 'better' | 'worse' | undefined])[] = [
  [{ now: 5, former: 4, in: 'percent' }, '比上期多 25.0%', '25.0% more than before', undefined],
  [
    { now: 5, former: 4, in: 'percent', better: 'more' },
    '比上期多 25.0%，变好',
    '25.0% more than before, better',
    'better',
  ],
  [
    { now: 5, former: 4, in: 'percent', better: 'less' },
    '比上期多 25.0%，变差',
    '25.0% more than before, worse',
    'worse',
  ],
  [
    { now: 3, former: 4, in: 'percent', better: 'less' },
    '比上期少 25.0%，变好',
    '25.0% less than before, better',
    'better',
  ],
  [{ now: 21.4, former: 25.6, in: 'points' }, '比上期低 4.2 个百分点', '4.2 points lower than before', undefined],
  [{ now: 3, former: 0, in: 'points' }, '比上期高 3.0 个百分点', '3.0 points higher than before', undefined],
  [{ now: 4.01, former: 4, in: 'points', better: 'more' }, '与上期持平', 'as before', undefined],
  [{ now: 5, former: 0, in: 'percent', better: 'more' }, '上期为 0', '0 before', undefined],
  [{ now: 0, former: 0, in: 'percent', better: 'more' }, '与上期持平', 'as before', undefined],
  [{ now: undefined, former: 4, in: 'points' }, '上期无数据', 'no data before', undefined],
]

test.each(cases)('%j', (compared, zh, en, verdict) => {
  expect(changeWords(compared, 'zh')).toEqual({ words: zh, verdict })
  expect(changeWords(compared, 'en')).toEqual({ words: en, verdict })
})

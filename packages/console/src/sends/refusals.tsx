import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { explanationOf } from '../server/call-error.ts'
import type { Job } from './draft-send.ts'

const texts = defineTexts({
  refused: { zh: '不会发出', en: 'Not sent' },
  row: { zh: (why: string, count: number) => `${why}：${count} 位`, en: (why, count) => `${why}: ${count}` },
})

/** Why some members of a list get nothing. */
export function Refusals({ refused }: Readonly<{ refused: Job['preview']['refusedBy'] }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  if (refused.length === 0) return null
  return (
    <section>
      <h4 className="yq-tight">{t.refused}</h4>
      <ul className="yq-tight">
        {refused.map(({ subCode, count }) => (
          <li key={subCode}>{t.row(explanationOf(subCode)?.message[language] ?? subCode, count)}</li>
        ))}
      </ul>
    </section>
  )
}

import type { ReactNode } from 'react'
import { useToday } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'

const texts = defineTexts({
  printed: { zh: (day: string) => `${day} 打印`, en: (day) => `Printed on ${day}` },
  by: { zh: (name: string) => `打印人 ${name}`, en: (name) => `by ${name}` },
})

/** The head of printed pages: seller, day and person. */
export function PrintHead({ seller, operator }: Readonly<{ seller: string; operator: string }>): ReactNode {
  const t = useTexts(texts)
  const today = useToday()
  return (
    <div className="yq-print-head" aria-hidden>
      <strong>{seller}</strong>
      <span>
        {t.printed(today)} · {t.by(operator)}
      </span>
    </div>
  )
}

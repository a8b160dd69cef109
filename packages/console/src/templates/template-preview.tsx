import type { ReactNode } from 'react'
import { dayOf } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useTermNames } from '../names/use-names.ts'
import { placesText } from '../terms/rule-text.ts'
import { Voucher } from '../terms/voucher.tsx'
import { Calculator } from './calculator.tsx'
import { guardsOf } from './guards.ts'
import { templateSentence, validityText } from './template-sentence.ts'
import type { Template } from './use-templates.ts'

const texts = defineTexts({
  preview: { zh: '预览', en: 'Preview' },
  card: { zh: '会员看到的样子', en: 'As members see it' },
  sentence: { zh: '规则', en: 'The rule' },
  guards: { zh: '发布前请留意', en: 'Before you publish' },
  noGuards: { zh: '没有发现问题。', en: 'Nothing found.' },
})

/** Shops and categories that the sentence names beside the fields. */
const mostNamed = 6

/** What a template comes to while it is edited: the card, the sentence, the guards, the calculator. */
export function TemplatePreview({ template }: Readonly<{ template: Template }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const names = useTermNames()
  const today = dayOf(Date.now())
  const guards = guardsOf(template, language, today)
  return (
    <aside className="yq-preview" aria-label={t.preview}>
      <section className="yq-card">
        <h2>{t.card}</h2>
        <Voucher
          worth={template}
          name={template.couponName}
          validity={validityText(template, language, today)}
          places={placesText(template.shop, language, names.shop)}
          description={template.description}
        />
      </section>
      <section className="yq-card">
        <h2>{t.sentence}</h2>
        <p>{templateSentence(template, language, { ...names, most: mostNamed })}</p>
      </section>
      <Calculator template={template} />
      <section className="yq-card">
        <h2>{t.guards}</h2>
        {guards.length === 0 ? (
          <p>{t.noGuards}</p>
        ) : (
          <ul>
            {guards.map((guard) => (
              <li key={guard}>{guard}</li>
            ))}
          </ul>
        )}
      </section>
    </aside>
  )
}

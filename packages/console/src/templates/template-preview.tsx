import type { ReactNode } from 'react'
import { dayOf } from '../design/days.ts'
import { plainMoney } from '../design/money.ts'
import { useLanguage, useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { useTermNames } from '../names/use-names.ts'
import { ruleText } from '../terms/rule-text.ts'
import { Calculator } from './calculator.tsx'
import { guardsOf } from './guards.ts'
import { templateSentence } from './template-sentence.ts'
import type { Template } from './template-types.ts'
import { validityText } from './validity-text.ts'

const texts = defineTexts({
  card: { zh: '会员看到的样子', en: 'As members see it' },
  sentence: { zh: '规则', en: 'The rule' },
  guards: { zh: '发布前请留意', en: 'Before you publish' },
  noGuards: { zh: '没有发现问题。', en: 'Nothing found.' },
  unnamed: { zh: '（名称）', en: '(name)' },
  gift: { zh: '赠', en: 'Gift' },
  fold: { zh: (percent: number) => `${percent / 10}折`, en: (percent) => `${100 - percent}%` },
})

/** What a template comes to while it is edited: the card, the sentence, the guards, the calculator. */
export function TemplatePreview({ template }: Readonly<{ template: Template }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const names = useTermNames()
  const today = dayOf(Date.now())
  const guards = guardsOf(template, language, today)
  const { kind, couponName, couponAmount = '0', discountPercent, description } = template
  const worth = {
    ...{ full_reduction: `¥${plainMoney(couponAmount)}`, step: `¥${plainMoney(couponAmount)}` },
    ...{ cash: `¥${plainMoney(couponAmount)}`, gift: t.gift, discount: t.fold(discountPercent ?? 100) },
  }[kind]
  return (
    <aside className="yq-preview">
      <section className="yq-card">
        <h2>{t.card}</h2>
        <div className="yq-voucher">
          <div className="yq-voucher-worth">
            <strong>{worth}</strong>
          </div>
          <div className="yq-voucher-text">
            <strong>{couponName === '' ? t.unnamed : couponName}</strong>
            <span>{ruleText(template, language)}</span>
            <div className="yq-soft">{validityText(template, language, today)}</div>
            {description !== undefined && <div className="yq-soft">{description}</div>}
          </div>
        </div>
      </section>
      <section className="yq-card">
        <h2>{t.sentence}</h2>
        <p>{templateSentence(template, language, names)}</p>
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

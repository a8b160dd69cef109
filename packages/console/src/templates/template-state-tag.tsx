import { templateStages } from '@yaoquan/api'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { TemplateState } from './template-state.ts'
import type { StoredTemplate } from './use-templates.ts'
import './stock.css'

const colours: Readonly<Record<TemplateState, string>> = {
  draft: 'default',
  pending: 'warning',
  waiting: 'processing',
  open: 'success',
  stopped: 'warning',
  ended: 'default',
}

/** The state of a template in its one word. */
export function TemplateStateTag({ state }: Readonly<{ state: TemplateState }>): ReactNode {
  const t = useTexts(templateStages)
  return <Tag color={colours[state]}>{t[state]}</Tag>
}

const texts = defineTexts({
  unlimited: { zh: '不限', en: 'Unlimited' },
  left: { zh: (left: number) => `剩 ${left}`, en: (left) => `${left} left` },
})

/** How much of the stock is claimed, as a bar and in numbers. */
export function Stock({ template }: Readonly<{ template: StoredTemplate }>): ReactNode {
  const t = useTexts(texts)
  const { stockTotal, issuedCount = 0 } = template
  if (stockTotal === undefined) return <span className="yq-soft">{t.unlimited}</span>
  const share = stockTotal === 0 ? 1 : Math.min(1, issuedCount / stockTotal)
  const left = t.left(Math.max(0, stockTotal - issuedCount))
  return (
    <span className="yq-stock" title={left}>
      <svg width="56" height="6" aria-hidden="true">
        <rect width="56" height="6" rx="3" className="yq-stock-all" />
        <rect width={56 * share} height="6" rx="3" className="yq-stock-used" />
      </svg>
      <span className="yq-number">
        {issuedCount} / {stockTotal}
      </span>
    </span>
  )
}

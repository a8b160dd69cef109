import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import './brand.css'

const texts = defineTexts({ name: { zh: '药券', en: 'Yaoquan' } })

/** The mark and the name of the product. */
export function Brand(): ReactNode {
  const t = useTexts(texts)
  return (
    <div className="yq-brand">
      <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="#0958d9" />
        <path d="M6 10h20v4a2 2 0 0 0 0 4v4H6v-4a2 2 0 0 0 0-4z" fill="#fff" />
        <path d="M16 12.5v7M12.5 16h7" stroke="#0958d9" strokeWidth="2.4" strokeLinecap="round" />
      </svg>
      <span>{t.name}</span>
    </div>
  )
}

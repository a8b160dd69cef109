import { markUrl, productName } from '@yaoquan/browser/mark'
import type { ReactNode } from 'react'
import { useTexts } from '../language/texts.ts'
import './brand.css'

/** The mark and the name of the product. */
export function Brand(): ReactNode {
  const t = useTexts({ name: productName })
  return (
    <div className="yq-brand">
      <img src={markUrl} alt="" width="24" height="24" />
      <span>{t.name}</span>
    </div>
  )
}

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'

const texts = defineTexts({
  title: { zh: '没有这个页面', en: 'There is no such page' },
  home: { zh: '回到会员服务台', en: 'Back to the member desk' },
  advice: { zh: '地址有误，或您的角色不能打开它。', en: 'The address is wrong, or your role may not open it.' },
})

/** Shown under an address that has no screen. */
export function NotFound(): ReactNode {
  const t = useTexts(texts)
  return (
    <section className="yq-notice">
      <h1 className="yq-title">{t.title}</h1>
      <p className="yq-soft">{t.advice}</p>
      <p>
        <Link to="/members">{t.home}</Link>
      </p>
    </section>
  )
}

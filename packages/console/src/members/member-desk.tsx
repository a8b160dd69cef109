import type { ReactNode } from 'react'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { Page } from '../parts/page.tsx'

const texts = defineTexts({ title: { zh: '会员服务台', en: 'Member desk' } })

/** Finds a member, shows the coupons, and acts on them. */
export function MemberDesk(): ReactNode {
  const t = useTexts(texts)
  return <Page title={t.title}>…</Page>
}

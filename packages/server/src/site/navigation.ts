import type { PageLanguage } from './page-language.ts'

/** The parts of the site, as the head of every page lists them. */
export type SitePart = Readonly<{
  name: string
  title: Readonly<Record<PageLanguage, string>>
  path: Readonly<Record<PageLanguage, string>>
}>

export const siteParts: readonly SitePart[] = [
  { name: 'documentation', title: { zh: '文档中心', en: 'Documents' }, path: { zh: '/docs/', en: '/docs/en/' } },
]

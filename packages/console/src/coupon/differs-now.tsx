import type { getTemplate } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { type KnownNames, useTermNames } from '../names/use-names.ts'
import type { ResultOf } from '../server/call-method.ts'
import { versionChanges } from '../terms/version-changes.ts'

const texts = defineTexts({
  title: { zh: '与模板现在的版本相比', en: 'Against the template as it is now' },
  same: {
    zh: (version: number) => `模板仍是第 ${version} 版，条款相同。`,
    en: (version) => `The template is still version ${version}: the terms are the same.`,
  },
  differs: {
    zh: (own: number, latest: number) => `这张券按第 ${own} 版发放并一直有效；模板现为第 ${latest} 版，改了：`,
    en: (own, latest) =>
      `The coupon keeps the terms of version ${own}. The template is version ${latest} now, which changed:`,
  },
  nothing: { zh: '条款没有不同', en: 'Nothing of its terms' },
})

type StoredTemplate = NonNullable<ResultOf<typeof getTemplate>['template']>

type Props = Readonly<{
  /** The newest version, then that of the claim if it is another one; none where they are not known. */
  versions: readonly StoredTemplate[]
  known: KnownNames
}>

/** What the newest version of a template changed since the one that a coupon was claimed under. */
export function DiffersNow({ versions: [latest, own], known }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const names = useTermNames(latest === undefined || own === undefined ? [] : [latest, own], known)
  if (latest === undefined) return null
  const changes = own === undefined ? [] : versionChanges(own, latest, { language, names })
  return (
    <section>
      <h3>{t.title}</h3>
      <p className="yq-tight">{own === undefined ? t.same(latest.version) : t.differs(own.version, latest.version)}</p>
      {own !== undefined && (
        <ul className="yq-tight">
          {(changes.length === 0 ? [t.nothing] : changes).map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

import { getTemplate } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useTermNames } from '../names/use-names.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
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

/** What the newest version of a template changed since the one that a coupon was claimed under. */
export function DiffersNow({ couponId, version }: Readonly<{ couponId: string; version: number }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const names = useTermNames()
  const { may } = useSession()
  const isEnabled = may('read-templates')
  const latest = useRead(getTemplate, { couponId }, { isEnabled }).data?.template
  const isOther = latest !== undefined && latest.version !== version
  const own = useRead(getTemplate, { couponId, version }, { isEnabled: isOther }).data?.template
  if (latest === undefined || (isOther && own === undefined)) return null
  const changes = own === undefined || !isOther ? [] : versionChanges(own, latest, { language, names })
  return (
    <section>
      <h3>{t.title}</h3>
      <p className="yq-tight">{isOther ? t.differs(version, latest.version) : t.same(version)}</p>
      {isOther && (
        <ul className="yq-tight">
          {(changes.length === 0 ? [t.nothing] : changes).map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

import { Skeleton, Tag } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useTermNames } from '../names/use-names.ts'
import { Failure } from '../parts/failure.tsx'
import { actorText } from '../terms/event-text.ts'
import { versionChanges } from '../terms/version-changes.ts'
import { formerVersions, useVersions } from './use-versions.ts'

const texts = defineTexts({
  version: { zh: (version: number) => `第 ${version} 版`, en: (version) => `Version ${version}` },
  latest: { zh: '最新', en: 'latest' },
  first: { zh: '首次保存', en: 'First saved' },
  same: { zh: '与上一版相同', en: 'The same as the one before' },
  older: {
    zh: (count: number) => `更早的 ${count} 版未列出`,
    en: (count) => `${count} earlier versions are not listed`,
  },
})

/** The versions of a template, newest first, each with what it changed in words. */
export function Versions({ couponId, latest }: Readonly<{ couponId: string; latest: number }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const names = useTermNames()
  const oldest = Math.max(1, latest - formerVersions)
  const { data, error, isError } = useVersions(couponId, latest)
  if (isError) return <Failure error={error} />
  if (data === undefined) return <Skeleton active />
  const shown = data.slice(oldest === 1 ? 0 : 1).toReversed()
  return (
    <ol className="yq-plain-list yq-timeline">
      {shown.map((template) => {
        const before = data.find(({ version }) => version === template.version - 1)
        const changes = before === undefined ? [t.first] : versionChanges(before, template, { language, names })
        return (
          <li key={template.version}>
            <span className="yq-number" title={template.savedAt}>
              {template.savedAt.slice(0, 10)}
            </span>
            <div>
              <p>
                <strong>{t.version(template.version)}</strong>{' '}
                {template.version === latest && <Tag color="blue">{t.latest}</Tag>}{' '}
                {template.savedBy !== undefined && (
                  <span className="yq-soft">{actorText(template.savedBy, language)}</span>
                )}
              </p>
              {(changes.length === 0 ? [t.same] : changes).map((change) => (
                <p key={change}>{change}</p>
              ))}
            </div>
          </li>
        )
      })}
      {oldest > 1 && <li className="yq-soft">{t.older(oldest)}</li>}
    </ol>
  )
}

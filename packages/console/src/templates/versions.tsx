import { openTemplate } from '@yaoquan/api'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import type { NameOf } from '../names/code-text.ts'
import { actorNames, type KnownNames, useTermNames } from '../names/use-names.ts'
import { Failure, Loading } from '../parts/failure.tsx'
import { useRead } from '../session/use-server.ts'
import { actorText } from '../terms/event-text.ts'
import { versionChanges } from '../terms/version-changes.ts'
import type { StoredTemplate } from './use-templates.ts'

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
export function Versions({ template }: Readonly<{ template: StoredTemplate }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const latest = template.version
  const { versions, known, actorName, error } = useVersions(template.couponId)
  const names = useTermNames(versions ?? [], known)
  if (error !== null) return <Failure error={error} />
  if (versions === undefined) return <Loading />
  const oldest = versions[0]?.version ?? 1
  // What the oldest one changed is not known.
  const shown = versions.slice(oldest === 1 ? 0 : 1).toReversed()
  return (
    <ol className="yq-plain-list yq-timeline">
      {shown.map((saved) => {
        const before = versions.find((one) => one.version === saved.version - 1)
        const changes = before === undefined ? [t.first] : versionChanges(before, saved, { language, names })
        return (
          <li key={saved.version}>
            <span className="yq-number" title={saved.savedAt}>
              {saved.savedAt.slice(0, 10)}
            </span>
            <div>
              <p>
                <strong>{t.version(saved.version)}</strong>{' '}
                {saved.version === latest && <Tag color="blue">{t.latest}</Tag>}{' '}
                {saved.savedBy !== undefined && (
                  <span className="yq-soft">{actorText(saved.savedBy, language, actorName)}</span>
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

type VersionsRead = Readonly<{
  /** The latest ones, in order; undefined while they load. */
  versions: readonly StoredTemplate[] | undefined
  /** Names of the codes in them; until they are there, none are read elsewhere. */
  known: KnownNames
  actorName: NameOf
  /** Why they could not be read. */
  error: Error | null
}>

/** The latest versions of a template, with all names in them. @param isWanted whether to read them at all */
export function useVersions(couponId: string, isWanted = true): VersionsRead {
  const { data, error } = useRead(openTemplate, { couponId }, { isEnabled: isWanted })
  return {
    versions: data?.versions,
    known: { shops: data?.shops ?? [], categories: data?.categories ?? [] },
    actorName: actorNames(data?.actors),
    error,
  }
}

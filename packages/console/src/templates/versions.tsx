import { useQuery } from '@tanstack/react-query'
import { getTemplate } from '@yaoquan/api'
import { Skeleton, Tag } from 'antd'
import type { ReactNode } from 'react'
import { useLanguage, useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { callMethod } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import type { StoredTemplate } from './template-types.ts'
import { versionChanges } from './version-changes.ts'

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

const maxShown = 10

/** The versions of a template, newest first, each with what it changed in words. */
export function Versions({ couponId, latest }: Readonly<{ couponId: string; latest: number }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { seller } = useSession()
  const oldest = Math.max(1, latest - maxShown)
  const { data, error, isError } = useQuery({
    queryKey: ['seller', seller.id, 'versions', couponId, latest],
    queryFn: ({ signal }) => readVersions({ couponId, oldest, latest, sellerId: seller.id, signal }),
  })
  if (isError) return <Failure error={error} />
  if (data === undefined) return <Skeleton active />
  const shown = data.slice(oldest === 1 ? 0 : 1).toReversed()
  return (
    <ol className="yq-timeline">
      {shown.map((template) => {
        const before = data.find(({ version }) => version === template.version - 1)
        const changes = before === undefined ? [t.first] : versionChanges(before, template, language)
        return (
          <li key={template.version}>
            <span className="yq-number" title={template.savedAt}>
              {template.savedAt.slice(0, 10)}
            </span>
            <div>
              <p>
                <strong>{t.version(template.version)}</strong>{' '}
                {template.version === latest && <Tag color="blue">{t.latest}</Tag>}
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

type Asked = Readonly<{ couponId: string; oldest: number; latest: number; sellerId: string; signal: AbortSignal }>

async function readVersions({ couponId, oldest, latest, ...place }: Asked): Promise<readonly StoredTemplate[]> {
  const versions = Array.from({ length: latest - oldest + 1 }, (_, index) => oldest + index)
  const found = await Promise.all(versions.map((version) => callMethod(getTemplate, { couponId, version }, place)))
  return found.flatMap(({ template }) => template ?? [])
}

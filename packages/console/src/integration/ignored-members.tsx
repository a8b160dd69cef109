import type { listApps, ResponseOf } from '@yaoquan/api'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'

const texts = defineTexts({
  title: {
    zh: '有参数被忽略，筛选可能没有生效',
    en: 'Parameters were ignored: filters may have had no effect',
  },
  line: {
    zh: (app: string, name: string, method: string, calls: number) => `${app} · ${name} · ${method} · ${calls} 次`,
    en: (app, name, method, calls) => `${app} · ${name} · ${method} · ${calls === 1 ? '1 call' : `${calls} calls`}`,
  },
  more: { zh: (count: number) => `另有 ${count} 项`, en: (count) => `${count} more` },
  since: {
    zh: '方法不认识这些名称。自服务启动起计；请对方改正，或将应用设为严格（--deny unknown.ignore），写错时即被拒绝。',
    en: 'The methods do not know these names. Counted since the server started. Let them be corrected, or make the app strict (--deny unknown.ignore): then they are refused.',
  },
})

type App = Pick<ResponseOf<typeof listApps>['result']['apps'][number], 'appKey' | 'name' | 'ignoredMembers'>

const maxLines = 5

/** Warns of what apps send and methods ignore, such as `phne` for `phone`, which finds every coupon. */
export function IgnoredMembers({ apps }: Readonly<{ apps: readonly App[] }>): ReactNode {
  const t = useTexts(texts)
  const lines = apps.flatMap(({ appKey, name: app, ignoredMembers }) =>
    ignoredMembers.map(({ method, name, calls }) => ({
      // Apps may have the same name.
      key: `${appKey} ${method} ${name}`,
      text: t.line(app, name, method.slice(method.lastIndexOf('.') + 1), calls),
    })),
  )
  if (lines.length === 0) return null
  return (
    <Alert
      style={{ marginBlockEnd: 12 }}
      type="warning"
      showIcon
      title={t.title}
      description={
        <>
          {lines.slice(0, maxLines).map(({ key, text }) => (
            <div key={key}>{text}</div>
          ))}
          {lines.length > maxLines && <div>{t.more(lines.length - maxLines)}</div>}
          <div className="yq-soft">{t.since}</div>
        </>
      }
    />
  )
}

import { updateApp } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useAct } from '../acts/use-act.ts'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import type { App } from './app.ts'
import { AppFields, type AppValues } from './app-fields.tsx'

const texts = defineTexts({
  title: { zh: '修改应用', en: 'Change an app' },
  verb: { zh: '保存', en: 'Save' },
  consequence: {
    zh: (name: string) => `一秒内，${name} 的调用按新的设置检查。`,
    en: (name) => `Within a second calls of ${name} are checked by the new settings.`,
  },
  dropsGrants: {
    zh: (grants: string) => `换权限后，单独允许或禁止的 ${grants} 不再有效。`,
    en: (grants) => `With other grants, those allowed and denied beside them end: ${grants}.`,
  },
  done: { zh: '已保存', en: 'Saved' },
})

/** Changes the grants, addresses and limit of an app. */
export function EditApp({ app, close }: Readonly<{ app: App; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { appKey, name, preset, allowed, denied, allowedIps, callsPerDay } = app
  const [chosen, setChosen] = useState(preset)
  const act = useAct(updateApp, { tell: () => ({ text: t.done }), close })
  const grants = [...allowed, ...denied]
  const dropped = chosen === preset || grants.length === 0 ? '' : t.dropsGrants(grants.join(' '))
  return (
    <ActForm<AppValues>
      {...{ title: t.title, verb: t.verb, cancel: close, ...act }}
      consequence={`${t.consequence(name)} ${dropped}`}
      isDanger={dropped !== ''}
      initialValues={{ name, preset, allowedIps, ...(callsPerDay === undefined ? {} : { callsPerDay }) }}
      onChange={(values) => setChosen(values.preset)}
      submit={({ preset: next, callsPerDay: limit, ...values }) =>
        act.run({
          ...{ ...values, appKey, callsPerDay: limit ?? undefined },
          // The same preset sent again would drop the grants beside it.
          preset: next === preset ? undefined : next,
        })
      }
    >
      <AppFields hasLimit={callsPerDay !== undefined} />
    </ActForm>
  )
}

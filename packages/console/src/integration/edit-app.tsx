import { updateApp } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { WaitingRequest } from '../requests/request-row.tsx'
import { changedSettings, showsPhonesWith } from './changed-settings.ts'
import { AppFields, type AppValues } from './create-app.tsx'
import type { App } from './tab-props.ts'

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
  showsPhones: {
    zh: '它将看到完整手机号，除非已用命令行为它单独设为打码。',
    en: 'It gets full phones, unless masking was set for it on the command line.',
  },
  opens: { zh: '任何地址都可以用它的密钥调用。', en: 'Any address may call with its secret.' },
  done: { zh: '已保存', en: 'Saved' },
})

type Props = Readonly<{
  app: App
  /** The id of the request for other grants that this carries out. */
  request: string | undefined
  /** That request, while it waits. */
  asked: WaitingRequest | undefined
  close: () => void
}>

/** Changes the grants, addresses and limit of an app. */
export function EditApp({ app, request, asked, close }: Props): ReactNode {
  const t = useTexts(texts)
  // `app` follows the server meanwhile; what is sent is what differs from what the operator saw first.
  const [opened] = useState(app)
  const { name, preset, allowedIps, language = 'zh', callsPerDay } = opened
  const [wanted] = useState(asked?.preset ?? preset)
  const initialValues = {
    name,
    preset: wanted,
    allowedIps,
    language,
    ...(callsPerDay === undefined ? {} : { callsPerDay }),
  }
  const [values, setValues] = useState<AppValues>(initialValues)
  const act = useAct(updateApp, { tell: () => ({ text: t.done }), close })
  const change = changedSettings(opened, values, request)
  const grants = [...app.allowed, ...app.denied]
  const dangers = [
    ...(change?.preset !== undefined && grants.length > 0 ? [t.dropsGrants(grants.join(' '))] : []),
    ...(change?.preset !== undefined && showsPhonesWith(change.preset, app) ? [t.showsPhones] : []),
    ...(change?.allowedIps?.length === 0 ? [t.opens] : []),
  ]
  return (
    <ActForm<AppValues>
      title={t.title}
      verb={t.verb}
      {...act}
      initialValues={initialValues}
      consequence={[t.consequence(name), ...dangers].join(' ')}
      isDanger={dangers.length > 0}
      onChange={setValues}
      submit={(submitted) => {
        const input = changedSettings(opened, submitted, request)
        if (input === undefined) close()
        else act.run(input)
      }}
    >
      <AppFields hasLimit={callsPerDay !== undefined} />
    </ActForm>
  )
}

import { createApp, isPresetName, presetMasksPhones, presets, type Text } from '@yaoquan/api'
import { Form, InputNumber, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useRequestNumber } from '../acts/request-number.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { presetName } from '../names/preset-names.ts'
import { TextField, useRequired } from '../parts/fields.tsx'
import type { WaitingRequest } from '../requests/request-row.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useWrite } from '../session/use-server.ts'
import { ShownSecret } from './app-secret.tsx'

const texts = defineTexts({
  title: { zh: '登记应用', en: 'Register an app' },
  verb: { zh: '登记', en: 'Register' },
  consequence: {
    zh: '登记后显示 app_key 与密钥。密钥只显示一次，请立即存好。',
    en: 'The app_key and the secret are shown next. The secret is shown once: save it then.',
  },
  showsPhones: { zh: '它将看到完整手机号。', en: 'It gets full phones.' },
})

type Props = Readonly<{
  /** The id of the request that this carries out. */
  request: string | undefined
  /** That request, while it waits. */
  asked: WaitingRequest | undefined
  close: () => void
}>

/** Registers an app, and shows its secret. */
export function CreateApp({ request, asked, close }: Props): ReactNode {
  const t = useTexts(texts)
  // Once it is carried out, the request is no longer listed.
  const [{ name, preset: first = 'till' }] = useState<Partial<WaitingRequest>>(asked ?? {})
  const [preset, setPreset] = useState(first)
  const showsPhones = !presetMasksPhones(preset)
  const outRequestNo = useRequestNumber()
  const { isPending, error, data, mutate } = useWrite(createApp)
  if (data !== undefined) {
    const values = [['app_key', data.appKey ?? ''] as const, ['app_secret', data.appSecret ?? ''] as const]
    return <ShownSecret values={values} close={close} />
  }
  return (
    <ActForm<AppValues>
      title={t.title}
      verb={t.verb}
      isBusy={isPending}
      error={error}
      cancel={close}
      consequence={showsPhones ? `${t.consequence} ${t.showsPhones}` : t.consequence}
      isDanger={showsPhones}
      initialValues={{ preset: first, language: 'zh', ...(name !== undefined && { name }) }}
      onChange={(values) => setPreset(values.preset)}
      submit={({ callsPerDay, ...values }) =>
        mutate({ outRequestNo, ...values, callsPerDay: callsPerDay ?? undefined, requestId: request })
      }
    >
      <AppFields />
    </ActForm>
  )
}

const appFieldsTexts = defineTexts({
  name: { zh: '名称', en: 'Name' },
  preset: { zh: '权限', en: 'Grants' },
  ips: { zh: '只允许这些地址或网段（不填为不限）', en: 'Only these addresses or ranges (empty: any)' },
  language: { zh: '错误说明的语言', en: 'Language of error texts' },
  chinese: { zh: '中文', en: 'Chinese' },
  english: { zh: '英文', en: 'English' },
  perDay: { zh: '每日调用上限', en: 'Calls a day' },
  ofOwners: { zh: '权限由负责人修改', en: 'Owners change the grants' },
  noLimit: { zh: '不填为不限', en: 'Empty: no limit' },
})

export type AppValues = Readonly<{
  name: string
  preset: string
  allowedIps?: readonly string[]
  language: keyof Text
  callsPerDay?: number | null
}>

/** The settings of an app, in a form of `AppValues`. @param hasLimit the app has a limit, which can be changed but not removed */
export function AppFields({ hasLimit = false }: Readonly<{ hasLimit?: boolean }>): ReactNode {
  const t = useTexts(appFieldsTexts)
  const { language } = useLanguage()
  const required = useRequired()
  const mayWiden = useSession().may('apps')
  const preset: unknown = Form.useWatch('preset')
  const allows = typeof preset === 'string' && isPresetName(preset) ? presets[preset][language] : undefined
  return (
    <>
      <TextField name="name" label={t.name} isRequired autoFocus autoComplete="off" />
      <Form.Item name="preset" label={t.preset} rules={[required]} extra={mayWiden ? allows : t.ofOwners}>
        <Select
          disabled={!mayWiden}
          optionRender={({ label }) => <span style={{ whiteSpace: 'normal' }}>{label}</span>}
          labelRender={({ value }) => presetName(String(value), language)}
          options={Object.entries(presets).map(([value, words]) => ({ value, label: words[language] }))}
        />
      </Form.Item>
      <Form.Item name="allowedIps" label={t.ips}>
        <Select mode="tags" open={false} tokenSeparators={[',', '，', ' ']} suffixIcon={null} />
      </Form.Item>
      <Form.Item name="language" label={t.language}>
        <Select
          style={{ width: 200 }}
          options={[
            { value: 'zh', label: t.chinese },
            { value: 'en', label: t.english },
          ]}
        />
      </Form.Item>
      <Form.Item name="callsPerDay" label={t.perDay} {...(hasLimit ? { rules: [required] } : { extra: t.noLimit })}>
        <InputNumber min={1} max={1_000_000_000} precision={0} style={{ width: 200 }} />
      </Form.Item>
    </>
  )
}

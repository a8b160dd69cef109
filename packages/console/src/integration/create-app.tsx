import { createApp, presets } from '@yaoquan/api'
import { Form, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useLanguage, useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { useWrite } from '../session/use-server.ts'
import { ShownSecret } from './shown-secret.tsx'

const texts = defineTexts({
  title: { zh: '登记应用', en: 'Register an app' },
  verb: { zh: '登记', en: 'Register' },
  name: { zh: '名称', en: 'Name' },
  preset: { zh: '权限', en: 'Grants' },
  ips: { zh: '只允许这些地址或网段（不填为不限）', en: 'Only these addresses or ranges (empty: any)' },
  perDay: { zh: '每日调用上限（不填为不限）', en: 'Calls a day (empty: no limit)' },
  required: { zh: '请填写', en: 'Required' },
  consequence: {
    zh: '返回 app_key 与密钥，密钥只显示一次。',
    en: 'You get app_key and a secret, which is shown once.',
  },
})

type Values = Readonly<{ name: string; preset: string; allowedIps?: readonly string[]; callsPerDay?: number | null }>

/** Registers an app, and shows its secret. */
export function CreateApp({ close }: Readonly<{ close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { isPending, error, data, mutate } = useWrite(createApp)
  if (data !== undefined) {
    const values = [['app_key', data.appKey ?? ''] as const, ['app_secret', data.appSecret ?? ''] as const]
    return <ShownSecret values={values} close={close} />
  }
  return (
    <ActForm<Values>
      {...{ title: t.title, verb: t.verb, consequence: t.consequence, isBusy: isPending, error, cancel: close }}
      initialValues={{ preset: 'till' }}
      submit={({ callsPerDay, ...values }) => mutate({ ...values, callsPerDay: callsPerDay ?? undefined })}
    >
      <Form.Item name="name" label={t.name} rules={[{ required: true, message: t.required }]}>
        <Input autoFocus autoComplete="off" maxLength={64} />
      </Form.Item>
      <Form.Item name="preset" label={t.preset} rules={[{ required: true, message: t.required }]}>
        <Select options={Object.entries(presets).map(([value, words]) => ({ value, label: words[language] }))} />
      </Form.Item>
      <Form.Item name="allowedIps" label={t.ips}>
        <Select mode="tags" open={false} tokenSeparators={[',', '，', ' ']} suffixIcon={null} />
      </Form.Item>
      <Form.Item name="callsPerDay" label={t.perDay}>
        <InputNumber min={1} max={1_000_000_000} precision={0} style={{ width: 200 }} />
      </Form.Item>
    </ActForm>
  )
}

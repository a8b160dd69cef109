import { isPresetName, presets, type Text } from '@yaoquan/api'
import { Form, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { presetName } from '../names/preset-names.ts'
import { TextField, useRequired } from '../parts/fields.tsx'
import { useSession } from '../session/session-provider.tsx'

const texts = defineTexts({
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
  const t = useTexts(texts)
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

import { type appRequestKinds, askForApp, presets } from '@yaoquan/api'
import { Form, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { ChoiceField, TextField, useRequired } from '../parts/fields.tsx'
import type { App } from './tab-props.ts'

const texts = defineTexts({
  title: { zh: '请负责人登记应用', en: 'Ask for an app' },
  titleOf: { zh: (name: string) => `申请 ${name} 的变更`, en: (name) => `Ask for a change of ${name}` },
  verb: { zh: '提交申请', en: 'Send request' },
  kind: { zh: '请负责人', en: 'Owners should' },
  rotate: { zh: '更换密钥', en: 'rotate the secret' },
  widen: { zh: '改权限', en: 'change the grants' },
  enable: { zh: '重新启用', en: 'enable it again' },
  name: { zh: '名称', en: 'Name' },
  preset: { zh: '权限', en: 'Grants' },
  reason: { zh: '原因', en: 'Reason' },
  noPhones: { zh: '不要写手机号', en: 'no phone numbers' },
  asked: {
    zh: '负责人在待办里看到这项申请，一周内办理或写明原因拒绝，结果显示在本页。',
    en: 'Owners see it among their open tasks, and do it or decline with a reason within a week. What came of it is shown on this page.',
  },
  secret: {
    zh: '密钥只向办理的负责人显示一次，由其转交给您。',
    en: 'Only the owner who does it is shown the secret, once, and hands it over to you.',
  },
  done: { zh: '已提交，等负责人办理', en: 'Asked; an owner has to do it' },
})

type Values = Readonly<{ kind: (typeof appRequestKinds)[number]; name?: string; preset?: string; reason: string }>

/** Asks the owners for what a developer may not do: register an app, or, of the given one, rotate its secret, change its grants or enable it. */
export function AskApp({ app, close }: Readonly<{ app?: App | undefined; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const required = useRequired()
  const first = app === undefined ? 'create-app' : app.enabled ? 'rotate-app' : 'enable-app'
  const [kind, setKind] = useState<Values['kind']>(first)
  const act = useAct(askForApp, { tell: () => ({ text: t.done }), close })
  const kinds = {
    'rotate-app': t.rotate,
    'widen-app': t.widen,
    ...(app?.enabled === false ? { 'enable-app': t.enable } : {}),
  }
  const choices = Object.entries(presets)
    .filter(([preset]) => preset !== app?.preset)
    .map(([value, words]) => ({ value, label: words[language] }))
  const hasSecret = kind === 'create-app' || kind === 'rotate-app'
  return (
    <ActForm<Values>
      title={app === undefined ? t.title : t.titleOf(app.name)}
      verb={t.verb}
      {...act}
      consequence={hasSecret ? `${t.asked} ${t.secret}` : t.asked}
      initialValues={{ kind: first, ...(app === undefined && { preset: 'till' }) }}
      onChange={(values) => setKind(values.kind ?? first)}
      submit={({ name, preset, reason }) => {
        const isOfGrants = kind === 'create-app' || kind === 'widen-app'
        act.run({ kind, appKey: app?.appKey, name, preset: isOfGrants ? preset : undefined, reason })
      }}
    >
      {app !== undefined && <ChoiceField name="kind" label={t.kind} choices={kinds} isOfButtons />}
      {app === undefined && <TextField name="name" label={t.name} isRequired autoFocus autoComplete="off" />}
      {(kind === 'create-app' || kind === 'widen-app') && (
        <Form.Item name="preset" label={t.preset} rules={[required]}>
          <Select options={choices} />
        </Form.Item>
      )}
      <TextField
        name="reason"
        label={t.reason}
        isRequired
        autoComplete="off"
        maxLength={200}
        placeholder={t.noPhones}
      />
    </ActForm>
  )
}

import { switchOperator } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { Operator } from './operators-table.tsx'

const texts = defineTexts({
  disable: { zh: '停用', en: 'Disable' },
  enable: { zh: '启用', en: 'Enable' },
  disables: {
    zh: (name: string) => `${name} 的所有会话立即结束，不能再登录，直到重新启用。`,
    en: (name) => `All sessions of ${name} end, and no sign-in works until it is enabled again.`,
  },
  enables: {
    zh: (name: string) => `${name} 可以用原来的密码登录。`,
    en: (name) => `${name} may sign in with the password of before.`,
  },
  disabled: { zh: '已停用', en: 'Disabled' },
  enabled: { zh: '已启用', en: 'Enabled' },
})

/** Disables an operator, or enables one again. */
export function SwitchOperator({ operator, close }: Readonly<{ operator: Operator; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { name, enabled } = operator
  const act = useAct(switchOperator, { tell: () => ({ text: enabled ? t.disabled : t.enabled }), close })
  const verb = enabled ? t.disable : t.enable
  return (
    <ActForm
      {...{ title: verb, verb, cancel: close, ...act }}
      consequence={enabled ? t.disables(name) : t.enables(name)}
      isDanger={enabled}
      submit={() => act.run({ name, enabled: !enabled })}
    />
  )
}

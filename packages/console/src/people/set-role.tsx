import { isRoleName, setOperatorRole } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useAct } from '../acts/use-act.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { Operator } from './operators-table.tsx'
import { RoleFields, type RoleValues } from './role-fields.tsx'

const texts = defineTexts({
  title: { zh: '设置角色', en: 'Set the role' },
  verb: { zh: '设置', en: 'Set' },
  consequence: {
    zh: '下一次操作起按新角色，已登录的也一样。',
    en: 'It holds from the next act on, for open sessions as well.',
  },
  done: { zh: '角色已设置', en: 'The role is set' },
})

/** Sets what an operator is for the seller. */
export function SetRole({ operator, close }: Readonly<{ operator: Operator; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { name, role, shops } = operator
  const act = useAct(setOperatorRole, { tell: () => ({ text: t.done }), close })
  return (
    <ActForm<RoleValues>
      title={t.title}
      verb={t.verb}
      consequence={t.consequence}
      cancel={close}
      {...act}
      initialValues={{ ...(isRoleName(role) ? { role } : {}), ...(shops === undefined ? {} : { shops }) }}
      submit={(values) => act.run({ name, ...values })}
    >
      <RoleFields />
    </ActForm>
  )
}

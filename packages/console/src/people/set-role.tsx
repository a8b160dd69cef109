import { isRoleName, type RoleName, roleNames, roles, roleWithTasks, setOperatorRole } from '@yaoquan/api'
import { Form, Select } from 'antd'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { ShopPicker } from '../pickers/code-pickers.tsx'
import { PickItem } from '../pickers/pick-item.tsx'
import type { Operator } from './operators-table.tsx'

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
      {...act}
      initialValues={{ ...(isRoleName(role) ? { role } : {}), ...(shops === undefined ? {} : { shops }) }}
      submit={(values) => act.run({ name, ...values })}
    >
      <RoleFields />
    </ActForm>
  )
}

const roleFieldsTexts = defineTexts({
  role: { zh: '角色', en: 'Role' },
  shops: { zh: '所在门店（可多个）', en: 'Shops' },
  chooseRole: { zh: '请选择角色', en: 'Choose a role' },
  chooseShops: { zh: '店员至少要有一家门店', en: 'A clerk has at least one shop' },
})

export type RoleValues = Readonly<{ role: RoleName; shops?: readonly string[] }>

/** The role of an operator, with shops where the role acts in some only. */
export function RoleFields(): ReactNode {
  const t = useTexts(roleFieldsTexts)
  const { language } = useLanguage()
  const role: unknown = Form.useWatch('role')
  const isOfShops = typeof role === 'string' && isRoleName(role) && roles[role].isOfShops
  return (
    <>
      <Form.Item name="role" label={t.role} rules={[{ required: true, message: t.chooseRole }]}>
        <Select options={roleNames.map((value) => ({ value, label: roleWithTasks(value)[language] }))} />
      </Form.Item>
      {isOfShops && (
        <PickItem name="shops" label={t.shops} rules={[{ required: true, message: t.chooseShops }]}>
          <ShopPicker />
        </PickItem>
      )}
    </>
  )
}

import { isRoleName, type RoleName, roleNames, roles, roleWithTasks } from '@yaoquan/api'
import { Form, Select } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { PickItem } from '../pickers/pick-item.tsx'
import { ShopPicker } from '../pickers/shop-picker.tsx'

const texts = defineTexts({
  role: { zh: '角色', en: 'Role' },
  shops: { zh: '所在门店（可多个）', en: 'Shops' },
  chooseRole: { zh: '请选择角色', en: 'Choose a role' },
  chooseShops: { zh: '店员至少要有一家门店', en: 'A clerk has at least one shop' },
})

export type RoleValues = Readonly<{ role: RoleName; shops?: readonly string[] }>

/** The role of an operator, with shops where the role acts in some only. */
export function RoleFields(): ReactNode {
  const t = useTexts(texts)
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

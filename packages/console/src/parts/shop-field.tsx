import { AutoComplete, Form, Select } from 'antd'
import type { ReactNode } from 'react'
import { codeText } from '../names/code-text.ts'
import { useShopOptions } from '../names/use-code-options.ts'
import { useShops } from '../names/use-names.ts'
import { useSession } from '../session/session-provider.tsx'

/** The shop where something happens, found by its name or code: one of the operator's own, for a role that acts in some only. */
export function ShopField({ name, label }: Readonly<{ name: string; label: string }>): ReactNode {
  const { shops } = useSession().seller
  const { nameOf } = useShops()
  const options = useShopOptions()
  const [only, ...others] = shops ?? []
  if (only === undefined) {
    return (
      <Form.Item name={name} label={label}>
        <AutoComplete maxLength={64} {...options} />
      </Form.Item>
    )
  }
  return (
    <Form.Item name={name} label={label} initialValue={others.length === 0 ? only : undefined}>
      <Select options={[only, ...others].map((shop) => ({ value: shop, label: codeText(shop, nameOf) }))} />
    </Form.Item>
  )
}

import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { useSession } from '../session/session-provider.tsx'

/** The shop where something happens: one of the operator's own, for a role that acts in some only. */
export function ShopField({ name, label }: Readonly<{ name: string; label: string }>): ReactNode {
  const { shops } = useSession().seller
  const [only, ...others] = shops ?? []
  if (only === undefined) {
    return (
      <Form.Item name={name} label={label}>
        <Input maxLength={64} />
      </Form.Item>
    )
  }
  return (
    <Form.Item name={name} label={label} initialValue={others.length === 0 ? only : undefined}>
      <Select options={[only, ...others].map((shop) => ({ value: shop, label: shop }))} />
    </Form.Item>
  )
}

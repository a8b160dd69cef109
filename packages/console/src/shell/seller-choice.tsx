import { Select } from 'antd'
import type { ReactNode } from 'react'
import type { SellerOfOperator } from '../session/session.ts'

type Props = Readonly<{
  name: string
  sellers: readonly SellerOfOperator[]
  chosen: string
  choose: (id: string) => void
}>

/** A list of several sellers; many of them are searched by name. */
export function SellerChoice({ name, sellers, chosen, choose }: Props): ReactNode {
  return (
    <Select
      aria-label={name}
      variant="filled"
      value={chosen}
      popupMatchSelectWidth={false}
      showSearch={sellers.length > 10 ? { optionFilterProp: 'label' } : false}
      options={sellers.map(({ id, name: label }) => ({ value: id, label }))}
      onChange={choose}
    />
  )
}

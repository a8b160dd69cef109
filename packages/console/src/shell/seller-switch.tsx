import { Select } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { useMayLeave } from '../parts/use-leave-question.ts'
import type { SellerOfOperator, Session } from '../session/session.ts'

const texts = defineTexts({ seller: { zh: '连锁', en: 'Seller' } })

type Props = Readonly<{ session: Session; seller: SellerOfOperator; choose: (id: string) => void }>

/** Chooses the seller for which the operator acts; shows only its name if there is no other. */
export function SellerSwitch({ session, seller, choose }: Props): ReactNode {
  const t = useTexts(texts)
  const mayLeave = useMayLeave()
  const change = async (id: string) => {
    if (await mayLeave()) choose(id)
  }
  if (session.sellers.length === 1) return <span className="yq-seller">{seller.name}</span>
  return (
    <Select
      aria-label={t.seller}
      variant="filled"
      value={seller.id}
      popupMatchSelectWidth={false}
      showSearch={session.sellers.length > 10 ? { optionFilterProp: 'label' } : false}
      options={session.sellers.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => void change(id)}
    />
  )
}

import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { lazyPart } from '../parts/lazy-part.tsx'
import { useMayLeave } from '../parts/use-leave-question.ts'
import type { SellerOfOperator, Session } from '../session/session.ts'

// Loaded on demand: most operators act for one seller.
const SellerChoice = lazyPart(async () => (await import('./seller-choice.tsx')).SellerChoice)

const texts = defineTexts({ seller: { zh: '连锁', en: 'Seller' } })

type Props = Readonly<{ session: Session; seller: SellerOfOperator; choose: (id: string) => void }>

/** Chooses the seller for which the operator acts; shows only its name if there is no other. */
export function SellerSwitch({ session: { sellers }, seller, choose }: Props): ReactNode {
  const t = useTexts(texts)
  const mayLeave = useMayLeave()
  const change = async (id: string) => {
    if (await mayLeave()) choose(id)
  }
  if (sellers.length === 1) return <span className="yq-seller">{seller.name}</span>
  return <SellerChoice name={t.seller} sellers={sellers} chosen={seller.id} choose={(id) => void change(id)} />
}

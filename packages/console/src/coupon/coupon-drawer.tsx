import type { ReactNode } from 'react'
import type { CouponAct } from '../acts/coupon-acts.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { lazyPart } from '../parts/lazy-part.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'

/** Screens show before what few visits open. */
const CouponDetails = lazyPart(async () => (await import('./coupon-details.tsx')).CouponDetails)

const texts = defineTexts({
  coupon: { zh: '优惠券', en: 'Coupon' },
})

type Props = Readonly<{
  /** Undefined: the drawer is closed. */
  couponCode: string | undefined
  /** The act whose form it opens with. */
  act?: CouponAct | undefined
  close: () => void
}>

/** One coupon, at the side of a screen. */
export function CouponDrawer({ couponCode, act, close }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <SideDrawer title={t.coupon} isOpen={couponCode !== undefined} close={close}>
      {couponCode !== undefined && <CouponDetails key={couponCode} couponCode={couponCode} begun={act} />}
    </SideDrawer>
  )
}

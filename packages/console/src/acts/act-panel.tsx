import { type ComponentType, type ReactNode, useState } from 'react'
import type { CouponAct } from './coupon-acts.ts'
import { ExtendAct } from './extend-act.tsx'
import { HoldAct, ReleaseAct } from './hold-act.tsx'
import { RedeemAct } from './redeem-act.tsx'
import type { ActProps } from './use-coupon-act.tsx'
import { ReturnAct, VoidAct } from './void-act.tsx'

const forms: Readonly<Record<CouponAct, ComponentType<ActProps>>> = {
  redeem: RedeemAct,
  hold: HoldAct,
  release: ReleaseAct,
  extend: ExtendAct,
  return: ReturnAct,
  void: VoidAct,
}

/** The form of an act on a coupon. */
export function ActPanel({ act, ...now }: ActProps & Readonly<{ act: CouponAct }>): ReactNode {
  // The shown coupon changes with new reads; the first actor is found from what the operator saw at first.
  const [seen] = useState(now.seen)
  const Act = forms[act]
  return <Act {...now} seen={seen} />
}

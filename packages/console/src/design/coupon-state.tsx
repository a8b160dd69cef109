import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  FieldTimeOutlined,
  LockOutlined,
  MinusCircleOutlined,
} from '@ant-design/icons'
import { type CouponState, couponStates } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { useTexts } from '../language/texts.ts'
import './coupon-state.css'

const icons: Readonly<Record<CouponState, ReactNode>> = {
  usable: <CheckCircleOutlined aria-hidden />,
  upcoming: <FieldTimeOutlined aria-hidden />,
  held: <LockOutlined aria-hidden />,
  used: <MinusCircleOutlined aria-hidden />,
  expired: <ClockCircleOutlined aria-hidden />,
  void: <CloseCircleOutlined aria-hidden />,
}

/** The state of a coupon: one colour, one icon and one word everywhere. */
export function CouponStateTag({ state }: Readonly<{ state: CouponState }>): ReactNode {
  const t = useTexts(couponStates)
  return (
    <span className={`yq-state yq-state-${state}`}>
      {icons[state]} {t[state]}
    </span>
  )
}

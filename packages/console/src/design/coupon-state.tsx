import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  FieldTimeOutlined,
  LockOutlined,
  MinusCircleOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { CouponState } from './coupon-states.ts'
import './coupon-state.css'

/** The one word of each state, in tabs, tags and sentences. */
export const couponStateTexts = defineTexts({
  usable: { zh: '可用', en: 'Usable' },
  upcoming: { zh: '未生效', en: 'Not yet valid' },
  held: { zh: '占用中', en: 'Held' },
  used: { zh: '已使用', en: 'Used' },
  expired: { zh: '已过期', en: 'Expired' },
  void: { zh: '已作废', en: 'Void' },
})

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
  const t = useTexts(couponStateTexts)
  return (
    <span className={`yq-state yq-state-${state}`}>
      {icons[state]} {t[state]}
    </span>
  )
}

import type { CallRow } from '#calls/call-row'
import { couponRows } from './coupons.ts'
import { eventRows } from './events.ts'
import { figureRows } from './figures.ts'
import { memberRows } from './members.ts'
import { orderRows } from './orders.ts'
import { redemptionRows } from './redemptions.ts'
import { templateRows } from './templates.ts'

/** Every command that is made from the definition of its method. */
export const callRows: readonly CallRow[] = [
  ...couponRows,
  ...templateRows,
  ...memberRows,
  ...orderRows,
  ...redemptionRows,
  ...figureRows,
  ...eventRows,
]

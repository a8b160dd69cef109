import type { CallRow } from '#calls/call-row'
import { couponRows } from './coupons.ts'
import { eventRows } from './events.ts'
import { figureRows } from './figures.ts'
import { memberEraseRow } from './member-erase.ts'
import { memberExportRow } from './member-export.ts'
import { memberRows } from './members.ts'
import { orderRows } from './orders.ts'
import { queryRow } from './query.ts'
import { redemptionRows } from './redemptions.ts'
import { templateRows } from './templates.ts'

/** Every command that is made from the definition of its method. */
export const callRows: readonly CallRow[] = [
  ...couponRows,
  ...templateRows,
  ...memberRows,
  memberExportRow,
  memberEraseRow,
  ...orderRows,
  ...redemptionRows,
  ...figureRows,
  ...eventRows,
  queryRow,
]

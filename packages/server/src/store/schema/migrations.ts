import type { Migration } from '#database/migrate'
import { createCoupons } from './0001-coupons.ts'
import { createCouponLifecycle } from './0002-coupon-life.ts'
import { createWebhooks } from './0003-webhooks.ts'
import { addAppSettings } from './0004-app-settings.ts'
import { createSeals } from './0005-seals.ts'
import { createUsedSigns } from './0006-used-signs.ts'
import { addOrderOfRedemption } from './0007-order-of-redemption.ts'

/** Every step of the schema, in order. Steps that were released are never changed; new ones are added at the end. */
export const migrations: readonly Migration[] = [
  createCoupons,
  createCouponLifecycle,
  createWebhooks,
  addAppSettings,
  createSeals,
  createUsedSigns,
  addOrderOfRedemption,
]

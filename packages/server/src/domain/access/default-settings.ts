import type { AppGrants, AppSettings } from './access-store.ts'

const erpGrants: AppGrants = { preset: 'erp', allowed: [], denied: [] }

/** The settings of a new app, unless others are given. */
export const defaultSettings: Omit<AppSettings, 'name' | 'sellerIds'> = {
  isEnabled: true,
  allowedIps: [],
  grants: erpGrants,
  charset: 'utf-8',
  masksPhones: undefined,
  fullPhonesPerHour: undefined,
  callsPerDay: undefined,
  callsPerSecond: undefined,
}

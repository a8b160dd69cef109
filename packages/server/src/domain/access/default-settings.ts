import type { AppGrants, AppSettings } from './access-store.ts'

const erpGrants: AppGrants = { preset: 'erp', allowed: [], denied: [] }

/** What a new app is set to where nothing else was asked for. */
export const defaultSettings: Omit<AppSettings, 'name' | 'sellerIds'> = {
  isEnabled: true,
  allowedIps: [],
  grants: erpGrants,
  charset: 'utf-8',
  masksPhones: false,
  callsPerDay: undefined,
  callsPerSecond: undefined,
}

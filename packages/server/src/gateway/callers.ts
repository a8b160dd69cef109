/** An app as far as the gateway needs to know it. */
export type CallingApp = Readonly<{
  appKey: string
  appSecret: string
  isEnabled: boolean
  /** Chains it acts for, at least one. */
  sellerIds: readonly string[]
  /** Addresses and CIDR ranges; empty: from anywhere. */
  allowedIps: readonly string[]
  /** Method names; empty: all. */
  allowedMethods: readonly string[]
  callsPerDay: number | undefined
  callsPerSecond: number | undefined
}>

export type CallingSession = Readonly<{ appKey: string; sellerId: string; expiresAtMs: number }>

/** Who may call. Asked at every call, so an answer from memory is expected, at most a second old. */
export interface CallerDirectory {
  findApp(appKey: string): Promise<CallingApp | undefined>
  findSession(token: string): Promise<CallingSession | undefined>
}

/** A pharmacy chain, known on the wire as seller (`serller_id`). */
export type Chain = Readonly<{ sellerId: string; name: string }>

/** A program that may call. Its secret is the plain text here and ciphertext in the store. */
export type App = Readonly<{
  appKey: string
  appSecret: string
  name: string
  isEnabled: boolean
  /** Chains it acts for, at least one. */
  sellerIds: readonly string[]
  /** Addresses and CIDR ranges it may call from; empty: from anywhere. */
  allowedIps: readonly string[]
  /** Methods it may call; empty: all. */
  allowedMethods: readonly string[]
  /** Calls a calendar day (GMT+8); undefined: unlimited. */
  callsPerDay: number | undefined
  /** Calls a second; undefined: unlimited. */
  callsPerSecond: number | undefined
}>

/** Lets an app act for one chain until it expires. */
export type Session = Readonly<{ appKey: string; sellerId: string; expiresAtMs: number }>

/** Looked up at every call; implementations may answer from memory that is at most a second old. */
export interface AccessReader {
  findApp(appKey: string): Promise<App | undefined>
  /** @param token the session's text; the store knows only its keyed digest */
  findSession(token: string): Promise<Session | undefined>
}

/** Which chains there are, for work that goes on beside the calls. */
export interface ChainDirectory {
  /** Seller ids of all chains. */
  listChains(): Promise<readonly string[]>
}

export interface AccessWriter {
  createChain(chain: Chain, nowMs: number): Promise<'created' | 'exists'>
  findChain(sellerId: string): Promise<Chain | undefined>
  createApp(app: App, nowMs: number): Promise<'created' | 'exists'>
  createSession(token: string, session: Session, nowMs: number): Promise<'created' | 'exists'>
}

/** Calls counted per app and day, shared by all server processes on one store. */
export interface UsageLedger {
  /**
   * Adds calls and tells the day's total over all processes.
   * @param day GMT+8, `YYYY-MM-DD`
   */
  addCalls(appKey: string, day: string, calls: number): Promise<number>
}

/** A pharmacy chain: the tenant whose data no other tenant sees (`serller_id` on the wire). */
export type Seller = Readonly<{ sellerId: string; name: string }>

/** A program that may call. Its secrets are plain text here and ciphertext in the store. */
export type App = AppSettings &
  Readonly<{
    appKey: string
    /** The newest secret. */
    appSecret: string
    /** Epoch milliseconds; when the newest secret was set. */
    secretSetAtMs: number
    /** The secret before it, until it is retired. */
    oldSecret: OldSecret | undefined
  }>

/** The secret before the newest one. */
export type OldSecret = Readonly<{
  text: string
  /** Epoch milliseconds from which it is refused; undefined: accepted until it is retired. */
  endsAtMs: number | undefined
  /** Epoch milliseconds of its last known use; undefined: not used since the newest secret was set. */
  lastUsedAtMs: number | undefined
}>

export type AppSettings = Readonly<{
  name: string
  isEnabled: boolean
  /** Sellers it acts for, at least one. */
  sellerIds: readonly string[]
  /** Addresses and CIDR ranges it may call from; empty: from anywhere. */
  allowedIps: readonly string[]
  /** Addresses to which an authorization by OAuth may return; empty: none. */
  redirectUris: readonly string[]
  grants: AppGrants
  /** How its bodies, signatures and answers are encoded. */
  charset: Charset
  /** Language of `sub_msg` and `error_msg`; undefined: Chinese. */
  language: 'zh' | 'en' | undefined
  /** Whether phones in its answers are masked; undefined: as its preset says. */
  masksPhones: boolean | undefined
  /** Phones shown to it in full, of one seller in an hour, beyond which an alarm is raised; 0: none is; undefined: the default. */
  fullPhonesPerHour: number | undefined
  /** Calls per calendar day (GMT+8); undefined: unlimited. */
  callsPerDay: number | undefined
  /** Calls per second; undefined: unlimited. */
  callsPerSecond: number | undefined
}>

/** The methods an app may call: a preset, additional allowed names, and denied names, which win. Names: `grants.ts` of the API. */
export type AppGrants = Readonly<{ preset: string; allowed: readonly string[]; denied: readonly string[] }>

export type Charset = 'utf-8' | 'gbk'

/** Lets an app act for one seller until it expires. */
export type Session = Readonly<{ appKey: string; sellerId: string; expiresAtMs: number }>

/** Look-ups of every call; implementations may answer from memory that is at most a second old. */
export interface AccessReader {
  findApp(appKey: string): Promise<App | undefined>
  /** @param token the session's text; the store knows only its keyed digest */
  findSession(token: string): Promise<Session | undefined>
}

/** Lists sellers for background work. */
export interface SellerDirectory {
  /** Seller ids of the sellers whose data the store keeps. */
  listSellers(): Promise<readonly string[]>
}

/** Finds sellers. */
export interface SellerFinder {
  findSeller(sellerId: string): Promise<Seller | undefined>
}

/** An app with members that only operators need. */
export type AppEntry = Readonly<{ app: App; createdAtMs: number }>

/** An app as it is stored. The version changes with each change of a setting. */
export type VersionedApp = AppEntry & Readonly<{ version: number }>

/** An app as it is to be, beside how it was; undefined: it is new. */
export type AppWrite = Readonly<{
  from: VersionedApp | undefined
  to: App
  /** What its sellers learn from the event: an act, and what was set by wire names, without secrets. */
  told: Readonly<{ act: string } & Record<string, unknown>>
  /** The operator whom the newest secret is shown to. */
  shownTo?: string | undefined
}>

export type AppChange<Refusal> = Readonly<{ kind: 'changed'; app: App }> | Refusal

/** A seller for operators. `storeName`: the other store that keeps its data; undefined: the directory itself. */
export type SellerEntry = Seller & Readonly<{ createdAtMs: number; storeName: string | undefined }>

/** Apps for operators; always read from the store. */
export interface AppRegistry {
  /** Every app, by key. */
  listApps(): Promise<readonly AppEntry[]>
  findAppEntry(appKey: string): Promise<AppEntry | undefined>
  /**
   * Calls of an app on a day over all servers; a server writes its counts every second.
   * @param day GMT+8, `YYYY-MM-DD`
   */
  countCalls(appKey: string, day: string): Promise<number>
  /** Keys of the apps that an operator created, or was shown a secret of. */
  listSecretsShown(operatorName: string): Promise<readonly string[]>
  /** Every seller, by seller id. */
  listSellers(): Promise<readonly SellerEntry[]>
}

/** A session for operators, without its token, which is not stored. */
export type SessionEntry = Session &
  Readonly<{
    /** 16 hexadecimal digits, the beginning of the token's keyed digest. */
    sessionId: string
    createdAtMs: number
  }>

/** A session is opened, in place of another one where that is named, gets another end, or ends. */
export type SessionWrite =
  | Readonly<{ kind: 'opened'; token: string; session: Session; createdAtMs: number; replaces?: SessionEntry }>
  | Readonly<{ kind: 'extended'; session: SessionEntry; expiresAtMs: number }>
  | Readonly<{ kind: 'revoked'; session: SessionEntry }>

export interface SessionRegistry {
  /** Sessions by their ids, those of one app or of all. */
  listSessions(appKey: string | undefined): Promise<readonly SessionEntry[]>
}

/** When the secret before the newest one was used. */
export interface OldSecretLedger {
  /**
   * Records the latest use of an app's old secret.
   * @param use.secretSetAtMs the time of the newest secret; a use that belongs to an earlier exchange is ignored
   */
  recordOldSecretUse(use: Readonly<{ appKey: string; secretSetAtMs: number; atMs: number }>): Promise<void>
}

/** Calls counted per app and day, shared by all server processes on one store. */
export interface UsageLedger {
  /** Adds calls and returns the day's total over all processes. @param day GMT+8, `YYYY-MM-DD` */
  addCalls(appKey: string, day: string, calls: number): Promise<number>
}

/** An app that acts for a seller, and who answers for that from now on. */
export type ConsentTaking = Readonly<{ appKey: string; sellerId: string; operatorName: string }>

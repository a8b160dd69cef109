/** A person who signs in to the console. The name is the identity: it is never changed or given to another. */
export type Operator = Readonly<{
  name: string
  displayName: string
  isEnabled: boolean
  /** Hash by `PasswordHasher`. */
  passwordHash: string
  /** Whether the password was given by another and must be replaced at the first sign-in. */
  mustChangePassword: boolean
  /** Epoch milliseconds from which a password given by another is refused; undefined for one that the operator chose. */
  passwordEndsAtMs: number | undefined
  /** Base32; undefined if no authenticator is set up. */
  totpSecret: string | undefined
  roles: readonly OperatorRole[]
  /** For an operator without roles: the seller that revoked the last one. Only its owners may set another role. Undefined if not known. */
  lastSellerId: string | undefined
}>

/** What an operator is for one seller. */
export type OperatorRole = Readonly<{
  sellerId: string
  /** One of `roles` of the API; the name that a newer version stored may be another. */
  role: string
  /** The only shops it acts in; undefined: all. */
  shops: readonly string[] | undefined
}>

/** How long a password that another person was given for an operator is good for. */
export const oneTimePasswordMs = 72 * 3_600_000

/** A session ends after so long without a call. */
export const idleSessionMs = 8 * 3_600_000

/** A session ends so long after its sign-in. */
export const wholeSessionMs = 24 * 3_600_000

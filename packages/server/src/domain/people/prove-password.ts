import type { Operator } from './operator.ts'
import type { OperatorRegistry, SignInAttempts } from './people-store.ts'

/** Hashes passwords off the event loop. */
export interface PasswordHasher {
  hash(password: string): Promise<string>
  /** @param hash undefined: of nobody; takes as long as one of somebody, and fits nothing */
  fits(password: string, hash: string | undefined): Promise<boolean>
  /** Whether a hash was made with less work than today's. */
  isWeak(hash: string): boolean
  /** Whether so many passwords wait that a stranger's should not join them. */
  isBusy(): boolean
}

/** What an attempt is counted by. */
export type Counted = Readonly<{
  key: string
  /** How long the next attempt is refused after so many failures; 0: it is not. */
  delayMs: (failures: number) => number
}>

export type PasswordProof =
  | Readonly<{ kind: 'proven'; operator: Operator; forgetAttempts: () => Promise<void> }>
  | Readonly<{ kind: 'refused' }>
  | Readonly<{ kind: 'locked'; untilMs: number }>

type Input = Readonly<{ name: string; password: string; counted: readonly Counted[]; nowMs: number }>

/** Proves the password of an operator. The attempt counts as failed until it is forgotten. */
export async function provePassword(
  { name, password, counted, nowMs }: Input,
  {
    attempts,
    operators,
    passwords,
  }: Readonly<{ attempts: SignInAttempts; operators: OperatorRegistry; passwords: PasswordHasher }>,
): Promise<PasswordProof> {
  for (const { key, delayMs } of counted) {
    const untilMs = await attempts.chargeAttempt(key, delayMs, nowMs)
    if (untilMs !== undefined) return { kind: 'locked', untilMs }
  }
  const operator = await operators.findOperator(name)
  const fits = await passwords.fits(password, operator?.passwordHash)
  if (operator === undefined || !fits || !operator.isEnabled) return { kind: 'refused' }
  const forgetAttempts = async () => {
    for (const { key } of counted) await attempts.forgetAttempts(key)
  }
  return { kind: 'proven', operator, forgetAttempts }
}

/**
 * What attempts of strangers are counted by. They can make both counters refuse, so these must not stop an operator who is
 * known by something else.
 * @param client as in `PageRequest`
 */
export function countedByNameAndClient(name: string, client: string): readonly Counted[] {
  return [
    { key: `address ${client}`, delayMs: delayOfClient },
    { key: `name ${name}`, delayMs: delayOfName },
  ]
}

/** @param what a mark or session that only somebody has who knew the password before */
export function countedAlone(name: string, what: string): readonly Counted[] {
  return [{ key: `${what} of ${name}`, delayMs: delayOfName }]
}

/** What wrong secrets of apps are counted by. @param appKey of a known app; undefined for all others of the client */
export function countedByApp(appKey: string | undefined, client: string): Counted {
  return { key: `app ${appKey ?? ''} from ${client}`, delayMs: delayOfName }
}

/** Failures of a name until the first delay. */
const freeFailuresOfName = 4
/** The same of a client, behind which a whole office may be. */
const freeFailuresOfClient = 19
const firstDelayMs = 30_000
const longestDelayMs = 15 * 60_000

function delayOfName(failures: number): number {
  return delayAfter(failures - freeFailuresOfName)
}

function delayOfClient(failures: number): number {
  return delayAfter(failures - freeFailuresOfClient)
}

/** Doubles with each failure. */
function delayAfter(failures: number): number {
  return failures <= 0 ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1))
}

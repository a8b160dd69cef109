import type { App, AppChange, AppRegistry, OldSecret } from '#domain/access/access-store'
import { momentText } from '#domain/dates'
import { done, refused } from '#domain/lifecycle/act'
import { mayTellAgain, type SharedCall, sharedAct } from '#domain/lifecycle/shared-act'
import { appWritten } from '#domain/lifecycle/shared-changes'
import { newAppSecret } from './register-app.ts'
import { type AppRefusal, type AppTarget, type FoundApp, readApp, refusalOfApp, sellersOfApp } from './target-app.ts'

/** Why an app gets no new secret: an old one is still accepted, or the new one is the present one. */
export type RotationRefusal =
  | Readonly<{ kind: 'old-secret-valid'; endsAtMs: number | undefined }>
  | Readonly<{ kind: 'same-secret' }>

type NewSecret = Readonly<{
  text: string
  /** Epoch milliseconds until which the present secret is accepted beside it; undefined: until it is retired. */
  oldEndsAtMs: number | undefined
  nowMs: number
}>

export type Rotation = Readonly<{
  target: AppTarget
  /** Generated when left out: 32 hexadecimal digits. */
  text?: string | undefined
  /** Epoch milliseconds until which the present secret is accepted; undefined: until it is retired. */
  oldEndsAtMs: number | undefined
  /** The operator who gets the secret; undefined: the command line. */
  shownTo?: string | undefined
}>

export type RotatedSecret =
  | Readonly<{ kind: 'changed'; appSecret: string; isAlreadyDone: boolean }>
  /** The number was used before. The secret is not shown again, because an hour has passed or there is a newer secret. */
  | Readonly<{ kind: 'done-before' }>
  | AppRefusal
  | RotationRefusal
  /** The number was used for something else. */
  | Readonly<{ kind: 'conflict' }>

type Dependencies = SharedCall &
  Readonly<{ apps: Pick<AppRegistry, 'findAppEntry'>; randomBytes: (size: number) => Uint8Array }>

/** Gives an app a new secret. The store keeps it encrypted. The answer shows it, as does a repetition within an hour. */
export async function rotateAppSecret(
  { text, ...asked }: Rotation,
  { acts, request, apps, randomBytes }: Dependencies,
): Promise<RotatedSecret> {
  const appSecret = text ?? newAppSecret(randomBytes)
  const written = await acts.runAct(request, exchangeSecret, { ...asked, text: appSecret })
  if (written.kind === 'conflict') return written
  if (written.kind === 'refused') return written.refusal
  const { answer, isAlreadyDone } = written
  if (!isAlreadyDone) return { kind: 'changed', appSecret, isAlreadyDone }
  const stored = (await apps.findAppEntry(asked.target.appKey))?.app
  const isTold = mayTellAgain(request, written) && stored?.secretSetAtMs === answer.secretSetAtMs
  return isTold ? { kind: 'changed', appSecret: stored.appSecret, isAlreadyDone } : { kind: 'done-before' }
}

type Exchange = Rotation & Readonly<{ text: string }>

const hourMs = 3_600_000

/** Gives an app the secret that was made for it. */
export const exchangeSecret = sharedAct<Exchange, FoundApp, Pick<App, 'secretSetAtMs'>, AppRefusal | RotationRefusal>({
  sellers: sellersOfApp,
  reads: readApp,
  decide({ input: { target, text, oldEndsAtMs, shownTo }, found: { app }, nowMs }) {
    const refusal = refusalOfApp(target, app)
    if (refusal !== undefined || app === undefined) return refused(refusal ?? { kind: 'unknown-app' })
    const rotated = rotateSecret(app.app, { text, oldEndsAtMs, nowMs })
    if (rotated.kind !== 'changed') return refused(rotated)
    const hours = oldEndsAtMs === undefined ? undefined : Math.ceil((oldEndsAtMs - nowMs) / hourMs)
    const told = { act: 'secret_rotated', old_valid_hours: hours }
    const { secretSetAtMs } = rotated.app
    return done({ secretSetAtMs }, [appWritten({ from: app, to: rotated.app, told, shownTo })])
  },
})

type EndingSecret = Readonly<{
  target: AppTarget
  /** Epoch milliseconds from which the old secret is refused; undefined: immediately. */
  endsAtMs: number | undefined
}>

/** Ends the old secret of an app. Where it has none, nothing changes. */
export const endOldSecret = sharedAct<EndingSecret, FoundApp, null, AppRefusal | SecretNotEnded>({
  sellers: sellersOfApp,
  reads: readApp,
  decide({ input: { target, endsAtMs }, found: { app }, nowMs }) {
    const refusal = refusalOfApp(target, app)
    if (refusal !== undefined || app === undefined) return refused(refusal ?? { kind: 'unknown-app' })
    if (endsAtMs === undefined) {
      if (app.app.oldSecret === undefined) return done(null)
      const told = { act: 'old_secret_retired' }
      return done(null, [appWritten({ from: app, to: { ...app.app, oldSecret: undefined }, told })])
    }
    const ended = endOldSecretAt(app.app, { endsAtMs, nowMs })
    if (ended.kind !== 'changed') return refused(ended)
    const told = { act: 'old_secret_ends', old_secret_ends_at: momentText(endsAtMs) }
    return done(null, [appWritten({ from: app, to: ended.app, told })])
  },
})

/** Gives an app a new secret; the present one stays accepted as its old one. */
export function rotateSecret(app: App, { text, oldEndsAtMs, nowMs }: NewSecret): AppChange<RotationRefusal> {
  if (app.appSecret === text) return { kind: 'same-secret' }
  const accepted = acceptedOldSecret(app, nowMs)
  if (accepted !== undefined) return { kind: 'old-secret-valid', endsAtMs: accepted.endsAtMs }
  return {
    kind: 'changed',
    app: {
      ...app,
      appSecret: text,
      // This time identifies the exchange that a use of the old secret belongs to.
      secretSetAtMs: Math.max(nowMs, app.secretSetAtMs + 1),
      oldSecret: { text: app.appSecret, endsAtMs: oldEndsAtMs, lastUsedAtMs: undefined },
    },
  }
}

/** No old secret is accepted. */
type SecretNotEnded = Readonly<{ kind: 'no-old-secret' }>

/**
 * Sets when the old secret of an app ends. One that ended is not revived.
 * @param endsAtMs epoch milliseconds from which it is refused
 */
export function endOldSecretAt(
  app: App,
  { endsAtMs, nowMs }: Readonly<{ endsAtMs: number; nowMs: number }>,
): AppChange<SecretNotEnded> {
  const accepted = acceptedOldSecret(app, nowMs)
  if (accepted === undefined) return { kind: 'no-old-secret' }
  return { kind: 'changed', app: { ...app, oldSecret: { ...accepted, endsAtMs } } }
}

function acceptedOldSecret({ oldSecret }: App, nowMs: number): OldSecret | undefined {
  return oldSecret?.endsAtMs === undefined || nowMs < oldSecret.endsAtMs ? oldSecret : undefined
}

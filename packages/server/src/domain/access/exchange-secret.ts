import type { App, AppChange, OldSecret } from './access-store.ts'

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
type NoOldSecret = Readonly<{ kind: 'no-old-secret' }>

/** Ends the old secret of an app, if it has one: it is refused from now on and deleted. */
export function retireOldSecret(app: App): AppChange<never> {
  return { kind: 'changed', app: { ...app, oldSecret: undefined } }
}

/**
 * Sets when the old secret of an app ends. One that ended is not revived.
 * @param endsAtMs epoch milliseconds from which it is refused
 */
export function endOldSecretAt(
  app: App,
  { endsAtMs, nowMs }: Readonly<{ endsAtMs: number; nowMs: number }>,
): AppChange<NoOldSecret> {
  const accepted = acceptedOldSecret(app, nowMs)
  if (accepted === undefined) return { kind: 'no-old-secret' }
  return { kind: 'changed', app: { ...app, oldSecret: { ...accepted, endsAtMs } } }
}

function acceptedOldSecret({ oldSecret }: App, nowMs: number): OldSecret | undefined {
  return oldSecret?.endsAtMs === undefined || nowMs < oldSecret.endsAtMs ? oldSecret : undefined
}

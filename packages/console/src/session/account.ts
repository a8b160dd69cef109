import { CallError } from '../server/call-error.ts'
import { type Sending, sendForText } from '../server/send.ts'

/** A secret for an authenticator app, which changes nothing until a code proves that the app has it. */
export type FreshTotp = Readonly<{
  secret: string
  /** The link that authenticator apps read from a QR code. */
  uri: string
}>

/** A session of the operator. Moments are `YYYY-MM-DD HH:mm:ss` in GMT+8. */
export type OwnSession = Readonly<{
  id: string
  createdAt: string
  seenAt: string
  /** When it ends unless it is used before. */
  endsAt: string
  /** Whether it is the one of this browser. */
  isThis: boolean
}>

/** @throws CallError */
export async function fetchFreshTotp(signal?: AbortSignal): Promise<FreshTotp> {
  const answer = await ask({ verb: 'POST', path: 'totp', body: {}, signal })
  if (typeof answer['secret'] === 'string' && typeof answer['uri'] === 'string') return answer as FreshTotp
  throw unreadable()
}

/** Asks for codes from the next sign-in on. @throws CallError `refused` if the password or the code is wrong */
export async function setTotp(input: Readonly<{ password: string; secret: string; code: string }>): Promise<void> {
  await ask({ verb: 'POST', path: 'totp', body: input })
}

/** Asks for no more codes. @throws CallError `refused` if the password is wrong */
export async function removeTotp(password: string): Promise<void> {
  await ask({ verb: 'POST', path: 'totp', body: { password, remove: true } })
}

/** Reads the operator's sessions, newest first. @throws CallError */
export async function fetchOwnSessions(signal?: AbortSignal): Promise<readonly OwnSession[]> {
  const { sessions } = await ask({ verb: 'GET', path: 'sessions', signal })
  if (Array.isArray(sessions)) return sessions
  throw unreadable()
}

/** Signs out elsewhere. @throws CallError `refused` if the session has ended already */
export async function endOwnSession(id: string): Promise<void> {
  await ask({ verb: 'DELETE', path: `sessions/${encodeURIComponent(id)}` })
}

async function ask(sending: Sending): Promise<Readonly<Record<string, unknown>>> {
  const answer: unknown = JSON.parse(await sendForText(sending))
  if (typeof answer === 'object' && answer !== null) return { ...answer }
  throw unreadable()
}

function unreadable(): CallError {
  return new CallError({ kind: 'fault', said: 'the account is unreadable' })
}

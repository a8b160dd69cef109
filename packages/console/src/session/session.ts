import type { ActName, RoleName } from '@yaoquan/api'
import { forgetRecentMembers } from '../recent/recent-members.ts'
import { CallError, readFailure } from '../server/call-error.ts'
import { send, sendForText } from '../server/send.ts'

/** A seller for which the operator may act. */
export type SellerOfOperator = Readonly<{
  id: string
  name: string
  /** Name of a row of the table of roles. */
  role: RoleName
  /** The shops of a role that acts in some only. */
  shops?: readonly string[]
  /** What the role may do: names of rows of the table of acts. */
  acts: readonly ActName[]
  /** Whether templates need the approval of another person before they are published. */
  asksApproval?: boolean
  /** Whether the server makes order numbers for who redeems. */
  numbersOrders?: boolean
  /** Views of lists that the operator saved. */
  views?: readonly ListView[]
}>

/** A view of a list: parameters of its address, by name. */
export type ListView = Readonly<{ list: string; name: string; search: Readonly<Record<string, string>> }>

/** The signed-in operator and the sellers with roles. */
export type Session = Readonly<{
  operator: Readonly<{ name: string; displayName: string; mustChangePassword: boolean; hasTotp: boolean }>
  sellers: readonly SellerOfOperator[]
}>

/** What a person types to sign in. `code` is that of an authenticator app, for operators who have one. */
export type Credentials = Readonly<{ name: string; password: string; code?: string | undefined }>

/** Without a session this tab forgets whom it showed. @returns undefined when nobody is signed in. @throws CallError */
export async function fetchSession(signal?: AbortSignal): Promise<Session | undefined> {
  const { status, text } = await send({ verb: 'GET', path: 'session', signal })
  if (status === 401) {
    forgetRecentMembers()
    return undefined
  }
  if (status !== 200) throw readFailure(status, text)
  return readSession(text)
}

/** @throws CallError `refused` for wrong credentials, with the code `CODE_NEEDED` if that of the authenticator is missing */
export async function signIn(credentials: Credentials): Promise<void> {
  readSession(await sendForText({ verb: 'POST', path: 'session', body: credentials }))
}

/** @throws CallError `refused` if the present password is wrong or the new one too weak */
export async function changePassword(passwords: Readonly<{ present: string; next: string }>): Promise<void> {
  const body = { password: passwords.present, new_password: passwords.next }
  await sendForText({ verb: 'POST', path: 'password', body })
}

/** Ends the session on the server, and forgets whom this tab showed. @throws CallError */
export async function signOut(): Promise<void> {
  await sendForText({ verb: 'DELETE', path: 'session' })
  forgetRecentMembers()
}

function readSession(text: string): Session {
  const session: unknown = JSON.parse(text)
  if (isSession(session)) return session
  throw new CallError({ kind: 'fault', said: 'the session is unreadable' })
}

function isSession(value: unknown): value is Session {
  return isObject(value) && isObject(value['operator']) && Array.isArray(value['sellers'])
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

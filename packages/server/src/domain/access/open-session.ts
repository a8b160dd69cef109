import { hexOf } from '#domain/hex'
import type { AccessReader, AccessWriter } from './access-store.ts'

export type NewSession = Readonly<{
  appKey: string
  sellerId: string
  /** 1 or more. */
  days: number
  /** Generated when left out: 56 characters that start with 6100, as TOP's do. */
  token?: string | undefined
}>

export type OpenedSession =
  | Readonly<{ kind: 'created'; session: string; expiresAtMs: number }>
  /** `not-authorized`: the app does not serve that seller. */
  | Readonly<{ kind: 'exists' | 'unknown-app' | 'not-authorized' }>

type Dependencies = Readonly<{
  access: AccessReader & AccessWriter
  randomBytes: (size: number) => Uint8Array
  nowMs: number
}>

/** Lets an app act for one of its sellers. The token is returned only here; the store has its keyed digest. */
export async function openSession(
  asked: NewSession,
  { access, randomBytes, nowMs }: Dependencies,
): Promise<OpenedSession> {
  const app = await access.findApp(asked.appKey)
  if (!app) return { kind: 'unknown-app' }
  if (!app.sellerIds.includes(asked.sellerId)) return { kind: 'not-authorized' }
  const token = asked.token ?? newSessionToken(randomBytes)
  const session = { appKey: asked.appKey, sellerId: asked.sellerId, expiresAtMs: nowMs + asked.days * 86_400_000 }
  const created = await access.createSession(token, session, nowMs)
  return created === 'exists'
    ? { kind: 'exists' }
    : { kind: 'created', session: token, expiresAtMs: session.expiresAtMs }
}

/** 56 characters that start with 6100, as TOP's do. */
export function newSessionToken(randomBytes: (size: number) => Uint8Array): string {
  return `6100${hexOf(randomBytes(26))}`
}

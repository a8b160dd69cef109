import { momentText } from '#domain/dates'
import type { Notice } from './event-store.ts'

/** An app that was shown more full phones of a seller in an hour than its limit. */
export type FullPhonesRead = Readonly<{
  appKey: string
  sellerId: string
  /** Distinct phones counted. */
  count: number
  limit: number
  /** Begin of the hour, epoch milliseconds. */
  hourStartMs: number
  atMs: number
}>

/** The `alarm` event of too many full phones. */
export function fullPhonesNotice({ sellerId, atMs, appKey, count, limit, hourStartMs }: FullPhonesRead): Notice {
  const hour = momentText(hourStartMs)
  const after = JSON.stringify({ alarm: 'full_phones_read', app_key: appKey, count, limit, hour })
  return { sellerId, kind: 'alarm', atMs, actor: 'system', after }
}

/** The `alarm` event of a seller whose owners tried so many names of operators that could not be used. */
export function namesTriedNotice(origin: NoticeOrigin, count: number): Notice {
  return { ...origin, kind: 'alarm', after: JSON.stringify({ alarm: 'operator_names_tried', count }) }
}

/** A caller who was refused for phones that found nothing, or for members looked at by number. */
export type PhonesTried = Readonly<{
  appKey: string
  /** The name of an operator, who has no app. */
  operator: string | undefined
  sellerId: string
  reason: 'alike' | 'day' | 'minute' | 'members-day' | 'members-minute'
  /** Different phones or numbers that were answered before. */
  limit: number
  atMs: number
}>

/** The `alarm` event of phones that somebody tries, or of members that somebody reads. It has none of them. */
export function phonesTriedNotice({ sellerId, atMs, appKey, operator, reason, limit }: PhonesTried): Notice {
  const who = operator === undefined ? { app_key: appKey } : { operator }
  const told =
    reason === 'members-day' || reason === 'members-minute'
      ? { alarm: 'members_read', ...who, per: reason === 'members-day' ? 'day' : 'minute' }
      : { alarm: 'phones_tried', ...who, per: reason }
  const after = JSON.stringify({ ...told, limit })
  return { sellerId, kind: 'alarm', atMs, actor: 'system', after }
}

/** The seller, time, actor and call of a notice. */
export type NoticeOrigin = Omit<Notice, 'kind' | 'after'>

/** What was done to something, and what was set, without secrets. */
type Told = Readonly<{ act: string } & Record<string, unknown>>

/** The `app` event of a change at the console. */
export function appNotice(origin: NoticeOrigin, { appKey, ...told }: Told & Readonly<{ appKey: string }>): Notice {
  return { ...origin, kind: 'app', after: JSON.stringify({ app_key: appKey, ...told }) }
}

/** The `unmasked` event that an operator saw the full phones of one member. @param seen.reason without phones */
export function unmaskedNotice(origin: NoticeOrigin, seen: Readonly<{ memberId: string; reason: string }>): Notice {
  const { memberId, reason } = seen
  return { ...origin, kind: 'unmasked', after: JSON.stringify({ member_id: memberId, reason }) }
}

/** The `exported` event that an operator downloaded the refused rows of a file, which have full phones and cards. */
export function badRowsNotice(origin: NoticeOrigin, jobId: string): Notice {
  const after = JSON.stringify({ list: 'bad_rows', phones: 'full', filters: { job_id: jobId } })
  return { ...origin, kind: 'exported', after }
}

type ListExport = Readonly<{ list: string; filters: Readonly<Record<string, string>>; reason: string | undefined }>

/** The `exported` event of a list that an operator wrote to a file. @param filters by wire name, without full phones and cards */
export function listExportNotice(origin: NoticeOrigin, { list, filters, reason }: ListExport): Notice {
  const after = JSON.stringify({ list, phones: reason === undefined ? 'masked' : 'full', filters, reason })
  return { ...origin, kind: 'exported', after }
}

/** A route of a shadow run that a person changed. */
export type ChangedRoute = Readonly<{
  port: number
  appKey: string
  /** Undefined: all methods of the app. */
  method: string | undefined
  from: string
  to: string
  /** Without phones. */
  reason: string
}>

/** The `shadow_route` event that another system answers calls of an app from now on. */
export function shadowRouteNotice(origin: NoticeOrigin, { appKey, method, ...changed }: ChangedRoute): Notice {
  return { ...origin, kind: 'shadow_route', after: JSON.stringify({ app_key: appKey, api_name: method, ...changed }) }
}

type FullExport = Readonly<{ sellerId: string; atMs: number; filters: readonly string[] }>

/** The `exported` event of coupons written to a file with full phones. It names the filters and not their values. */
export function fullExportNotice({ filters, ...origin }: FullExport): Notice {
  const after = JSON.stringify({ phones: 'full', filters })
  return { ...origin, kind: 'exported', actor: 'operator:export', after }
}

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

type NoticeOrigin = Readonly<{ sellerId: string; atMs: number; actor: string; requestId: string | undefined }>

/** The `app` event of a change at the console. @param told what was set, without secrets */
export function appNotice(
  origin: NoticeOrigin,
  { appKey, act, ...settings }: Readonly<{ appKey: string; act: string } & Record<string, unknown>>,
): Notice {
  return { ...origin, kind: 'app', after: JSON.stringify({ app_key: appKey, act, ...settings }) }
}

/** The `webhook` event of a change at the console. @param told what was set, without secrets */
export function webhookNotice(
  origin: NoticeOrigin,
  { webhookId, act, ...settings }: Readonly<{ webhookId: string; act: string } & Record<string, unknown>>,
): Notice {
  return { ...origin, kind: 'webhook', after: JSON.stringify({ webhook_id: webhookId, act, ...settings }) }
}

/** The `unmasked` event of the full phones of one member, shown to an operator. @param reason without phones */
export function unmaskedNotice({
  memberId,
  reason,
  ...origin
}: Readonly<{
  sellerId: string
  atMs: number
  actor: string
  requestId: string
  memberId: string
  reason: string
}>): Notice {
  return { ...origin, kind: 'unmasked', after: JSON.stringify({ member_id: memberId, reason }) }
}

/** The `exported` event of a list that an operator wrote to a file. @param filters by wire name, without full phones and cards */
export function listExportNotice(
  origin: NoticeOrigin,
  {
    list,
    filters,
    reason,
  }: Readonly<{ list: string; filters: Readonly<Record<string, string>>; reason: string | undefined }>,
): Notice {
  const after = JSON.stringify({ list, phones: reason === undefined ? 'masked' : 'full', filters, reason })
  return { ...origin, kind: 'exported', after }
}

/** The `exported` event of coupons written to a file with full phones. It names the filters and not their values. */
export function fullExportNotice({
  sellerId,
  atMs,
  filters,
}: Readonly<{ sellerId: string; atMs: number; filters: readonly string[] }>): Notice {
  const after = JSON.stringify({ phones: 'full', filters })
  return { sellerId, kind: 'exported', atMs, actor: 'operator:export', after }
}

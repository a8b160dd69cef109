import { defaultFullPhonesPerHour, grantNames, isGranted, presetMasksPhones } from '@yaoquan/api'
import type { AppReport } from '#server'
import { OperationFault } from '#terminal/faults'
import { instantText } from '#terminal/instant-text'

/** An app as JSON members, without its secrets. */
export function appMembers(report: AppReport): object {
  const { grants, oldSecret } = report
  return {
    app_key: report.appKey,
    name: report.name,
    enabled: report.isEnabled,
    seller_ids: report.sellerIds,
    allowed_ips: report.allowedIps,
    redirect_uris: report.redirectUris,
    preset: grants.preset,
    allowed: grants.allowed,
    denied: grants.denied,
    granted: grantNames.filter((name) => isGranted(grants, name)),
    charset: report.charset,
    mask_phones: masksPhones(report),
    mask_phones_set_by: report.masksPhones === undefined ? 'preset' : 'operator',
    full_phones_per_hour: alarmLimit(report) ?? null,
    calls_today: report.callsToday,
    calls_per_day: report.callsPerDay ?? null,
    calls_per_second: report.callsPerSecond ?? null,
    created_at: instantText(report.createdAtMs),
    secret_set_at: instantText(report.secretSetAtMs),
    old_secret: oldSecret === undefined ? null : oldSecretMembers(oldSecret),
  }
}

/** An app as text, one line per setting, without its secrets. */
export function appLines(report: AppReport): string {
  const { grants, oldSecret } = report
  const lines: readonly (readonly [string, string])[] = [
    ['app_key', report.appKey],
    ['名称 name', report.name],
    ['状态 state', stateText(report)],
    ['连锁 sellers', report.sellerIds.join(' ')],
    ['来源IP allowed IPs', report.allowedIps.join(' ') || '不限 any'],
    ['OAuth返回地址 redirect URIs', report.redirectUris.join(' ') || '无 none'],
    ['权限 permissions', grantsText(grants)],
    ['编码 charset', report.charset],
    ['手机号 phone numbers', phonesText(report)],
    ['今日调用 calls today', `${report.callsToday} / ${report.callsPerDay ?? '不限 no limit'}`],
    ['每秒上限 calls per second', String(report.callsPerSecond ?? '不限 no limit')],
    ['创建于 created at', instantText(report.createdAtMs)],
    ['密钥设于 secret set at', instantText(report.secretSetAtMs)],
    ['旧密钥 old secret', oldSecret === undefined ? '无 none' : oldSecretText(oldSecret)],
  ]
  return lines.map(([title, text]) => `${title}: ${text}`).join('\n')
}

function masksPhones({ masksPhones, grants }: AppReport): boolean {
  return masksPhones ?? presetMasksPhones(grants.preset)
}

/** The limit in force; undefined: no alarm. */
function alarmLimit({ fullPhonesPerHour = defaultFullPhonesPerHour }: AppReport): number | undefined {
  return fullPhonesPerHour === 0 ? undefined : fullPhonesPerHour
}

function phonesText(report: AppReport): string {
  const setBy = report.masksPhones === undefined ? '由预设 by preset' : '由管理员 by operator'
  if (masksPhones(report)) return `打码 masked（${setBy}）`
  const limit = alarmLimit(report)
  const alarm = limit === undefined ? '不告警 no alarm' : `每小时超过 ${limit} 个时告警 alarm beyond ${limit} an hour`
  return `完整 full（${setBy}），${alarm}`
}

export function stateText({ isEnabled }: Pick<AppReport, 'isEnabled'>): string {
  return isEnabled ? '启用 enabled' : '停用 disabled'
}

/** A preset followed by what is allowed (+) and denied (-) in addition. */
export function grantsText({ preset, allowed, denied }: AppReport['grants']): string {
  return [preset, ...allowed.map((name) => `+${name}`), ...denied.map((name) => `-${name}`)].join(' ')
}

type OldSecret = NonNullable<AppReport['oldSecret']>

function oldSecretMembers({ endsAtMs, lastUsedAtMs }: OldSecret): object {
  return {
    accepted: isAccepted(endsAtMs),
    ends_at: instantText(endsAtMs) ?? null,
    last_used_at: instantText(lastUsedAtMs) ?? null,
  }
}

function oldSecretText({ endsAtMs, lastUsedAtMs }: OldSecret): string {
  const end =
    endsAtMs === undefined
      ? '有效，直到 --retire (valid until it is retired)'
      : `有效至 valid until ${instantText(endsAtMs)}`
  const state = isAccepted(endsAtMs) ? end : `已失效 ended at ${instantText(endsAtMs)}`
  return `${state}，最近使用 last used: ${instantText(lastUsedAtMs) ?? '从未 never'}`
}

function isAccepted(endsAtMs: number | undefined): boolean {
  return endsAtMs === undefined || Date.now() < endsAtMs
}

/** Why an app was not created or changed. */
export type AppRefusal = Readonly<{ kind: 'unknown-app' }> | Readonly<{ kind: 'unknown-seller'; sellerId: string }>

/** The refusal as a fault of the command. */
export function appFault(refusal: AppRefusal): OperationFault {
  switch (refusal.kind) {
    case 'unknown-app':
      return new OperationFault('该 app_key 不存在', 'this app_key does not exist')
    case 'unknown-seller':
      return new OperationFault(`连锁 ${refusal.sellerId} 不存在`, `seller ${refusal.sellerId} does not exist`)
  }
}

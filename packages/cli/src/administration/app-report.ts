import { defaultFullPhonesPerHour, grantNames, isGranted, presetMasksPhones } from '@yaoquan/api'
import type { AppReport } from '#server'
import { instantText } from '#terminal/moment-text'

/** An app as JSON members, without its secrets. */
export function appMembers(report: AppReport): object {
  const { grants, oldSecret } = report
  return {
    app_key: report.appKey,
    name: report.name,
    enabled: report.isEnabled,
    seller_ids: report.sellerIds,
    allowed_ips: report.allowedIps,
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
    created_at: instant(report.createdAtMs),
    secret_set_at: instant(report.secretSetAtMs),
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
    ['权限 permissions', grantsText(grants)],
    ['编码 charset', report.charset],
    ['手机号 phone numbers', phonesText(report)],
    ['今日调用 calls today', `${report.callsToday} / ${report.callsPerDay ?? '不限 no limit'}`],
    ['每秒上限 calls per second', String(report.callsPerSecond ?? '不限 no limit')],
    ['创建于 created at', instant(report.createdAtMs)],
    ['密钥设于 secret set at', instant(report.secretSetAtMs)],
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
    ends_at: endsAtMs === undefined ? null : instant(endsAtMs),
    last_used_at: lastUsedAtMs === undefined ? null : instant(lastUsedAtMs),
  }
}

function oldSecretText({ endsAtMs, lastUsedAtMs }: OldSecret): string {
  const end =
    endsAtMs === undefined
      ? '有效，直到 --retire (valid until it is retired)'
      : `有效至 valid until ${instant(endsAtMs)}`
  const state = isAccepted(endsAtMs) ? end : `已失效 ended at ${instant(endsAtMs ?? 0)}`
  return `${state}，最近使用 last used: ${lastUsedAtMs === undefined ? '从未 never' : instant(lastUsedAtMs)}`
}

function isAccepted(endsAtMs: number | undefined): boolean {
  return endsAtMs === undefined || Date.now() < endsAtMs
}

function instant(epochMs: number): string {
  return instantText(epochMs)
}

import { defaultFullPhonesPerHour, grantNames, isGranted, presetMasksPhones } from '@yaoquan/api'
import type { AppReport } from '#server'
import { instantText, OperationFault, say } from '#terminal/output'

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
    language: report.language ?? 'zh',
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
    [say('名称', 'name'), report.name],
    [say('状态', 'state'), stateText(report)],
    [say('连锁', 'sellers'), report.sellerIds.join(' ')],
    [say('来源IP', 'allowed IPs'), report.allowedIps.join(' ') || say('不限', 'any')],
    [say('OAuth返回地址', 'redirect URIs'), report.redirectUris.join(' ') || say('无', 'none')],
    [say('权限', 'permissions'), grantsText(grants)],
    [say('编码', 'charset'), report.charset],
    [say('语言', 'language'), report.language ?? 'zh'],
    [say('手机号', 'phone numbers'), phonesText(report)],
    [say('今日调用', 'calls today'), `${report.callsToday} / ${report.callsPerDay ?? say('不限', 'no limit')}`],
    [say('每秒上限', 'calls per second'), String(report.callsPerSecond ?? say('不限', 'no limit'))],
    [say('创建于', 'created at'), instantText(report.createdAtMs)],
    [say('密钥设于', 'secret set at'), instantText(report.secretSetAtMs)],
    [say('旧密钥', 'old secret'), oldSecret === undefined ? say('无', 'none') : oldSecretText(oldSecret)],
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
  const setBy = report.masksPhones === undefined ? say('由预设', 'by preset') : say('由管理员', 'by operator')
  if (masksPhones(report)) return say(`打码（${setBy}）`, `masked (${setBy})`)
  const limit = alarmLimit(report)
  const alarm =
    limit === undefined
      ? say('不告警', 'no alarm')
      : say(`每小时超过 ${limit} 个时告警`, `alarm beyond ${limit} an hour`)
  return say(`完整（${setBy}），${alarm}`, `full (${setBy}), ${alarm}`)
}

export function stateText({ isEnabled }: Pick<AppReport, 'isEnabled'>): string {
  return isEnabled ? say('启用', 'enabled') : say('停用', 'disabled')
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
      ? say('有效，直到 --retire', 'valid until it is retired')
      : say(`有效至 ${instantText(endsAtMs)}`, `valid until ${instantText(endsAtMs)}`)
  const state = isAccepted(endsAtMs) ? end : say(`${instantText(endsAtMs)} 已失效`, `ended at ${instantText(endsAtMs)}`)
  const lastUsed = instantText(lastUsedAtMs) ?? say('从未', 'never')
  return say(`${state}，最近使用: ${lastUsed}`, `${state}, last used: ${lastUsed}`)
}

function isAccepted(endsAtMs: number | undefined): boolean {
  return endsAtMs === undefined || Date.now() < endsAtMs
}

/** Why an app was not created or changed. */
export type AppRefusal =
  | Readonly<{ kind: 'unknown-app' | 'app-of-others' }>
  | Readonly<{ kind: 'unknown-seller'; sellerId: string }>

/** The refusal as a fault of the command. */
export function appFault(refusal: AppRefusal): OperationFault {
  switch (refusal.kind) {
    case 'unknown-app':
    case 'app-of-others':
      return new OperationFault('该 app_key 不存在', 'this app_key does not exist')
    case 'unknown-seller':
      return new OperationFault(`连锁 ${refusal.sellerId} 不存在`, `seller ${refusal.sellerId} does not exist`)
  }
}

import { isIP } from 'node:net'
import { defaultFullPhonesPerHour, grantNames, isReturnAddress, nearestName, presets, type Text } from '@yaoquan/api'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { termLines } from '#terminal/help-notes'
import { say } from '#terminal/output'
import { helpWidth, wrapped } from '#terminal/table'
import { collect, plainKey, wholeNumber } from './data-options.ts'

/** Flags common to `app create` and `app update`. */
export type AppSettingFlags = Readonly<{
  allowIp?: readonly string[] | 'any'
  redirectUri?: readonly string[] | 'none'
  preset?: string
  allow?: readonly string[]
  deny?: readonly string[]
  charset?: 'utf-8' | 'gbk'
  language?: keyof Text
  maskPhones?: boolean
  fullPhonesPerHour?: number | 'none' | 'default'
  callsPerDay?: number | 'none'
  callsPerSecond?: number | 'none'
}>

/** Adds the options for the settings of an app. */
export function addAppSettings(command: Command): Command {
  return command
    .option(
      '--allow-ip <range>',
      say('允许的来源IP或网段，可重复，any为不限', 'allowed IP address or CIDR range; repeatable; any: no restriction'),
      rangesOrAny,
    )
    .option(
      '--redirect-uri <url>',
      say(
        'OAuth授权后返回的地址，可重复，none为不允许OAuth',
        'address to which OAuth returns; repeatable; none: no OAuth',
      ),
      redirectUris,
    )
    .addOption(
      new Option(
        '--preset <preset>',
        say('权限预设，缺省erp，见下', 'preset of permissions, see below; default: erp'),
      ).choices(Object.keys(presets)),
    )
    .option(
      '--allow <name>',
      say('增加的API或权限，可重复', 'also allow this method or permission; repeatable'),
      collectGrants,
    )
    .option(
      '--deny <name>',
      say('减去的API或权限，可重复，优先于 --allow', 'deny this method or permission; repeatable; wins over --allow'),
      collectGrants,
    )
    .addOption(
      new Option(
        '--charset <charset>',
        say('请求、签名与响应的编码，缺省utf-8', 'encoding of requests, signatures and responses; default: utf-8'),
      ).choices(['utf-8', 'gbk']),
    )
    .addOption(
      new Option(
        '--language <language>',
        say('sub_msg 与 error_msg 的语言，缺省zh', 'language of sub_msg and error_msg; default: zh'),
      ).choices(['zh', 'en']),
    )
    .option(
      '--mask-phones',
      say(
        '响应中的手机号打码为 186****5668，缺省由预设决定',
        'mask phone numbers in responses; default: as the preset says',
      ),
    )
    .option('--no-mask-phones', say('响应中的手机号不打码', 'do not mask phone numbers in responses'))
    .option(
      '--full-phones-per-hour <n>',
      say(
        `每小时显示完整手机号的会员数超过此数时告警，缺省${defaultFullPhonesPerHour}，none为不告警`,
        `raise an alarm when more phone numbers than this are shown in full within an hour; default: ${defaultFullPhonesPerHour}; none: no alarm`,
      ),
      alarmLimit,
    )
    .option('--calls-per-day <n>', say('每日调用上限，none为不限', 'calls per day; none: no limit'), limit(1e12))
    .option('--calls-per-second <n>', say('每秒调用上限，none为不限', 'calls per second; none: no limit'), limit(1e6))
}

const phonesText = {
  full: say('手机号完整', 'full phone numbers'),
  masked: say('手机号打码', 'masked phone numbers'),
} as const

/** Help text: the presets and all names for `--allow` and `--deny`. */
export const grantsHelp = (): string => `
${say('权限预设:', 'Presets:')}
${termLines(
  Object.entries(presets).map(([name, { zh, en, phones }]) => [
    name,
    say(`${zh}；${phonesText[phones]}`, `${en}; ${phonesText[phones]}`),
  ]),
)}

${say('--allow 与 --deny 的权限名:', 'Names for --allow and --deny:')}
${wrapped(grantNames.join(' '), helpWidth - 2).replace(/^/gm, '  ')}`

function rangesOrAny(value: string, previous: readonly string[] | 'any' | undefined): readonly string[] | 'any' {
  if (value === 'any') return 'any'
  return addressRanges(value, previous === 'any' ? [] : previous)
}

function redirectUris(value: string, previous: readonly string[] | 'none' | undefined): readonly string[] | 'none' {
  if (value === 'none') return 'none'
  if (!isReturnAddress(value)) {
    throw new InvalidArgumentError(
      say(
        '应为不含 # 的https地址，或本机的http地址',
        'must be an https address without #, or an http address of this machine',
      ),
    )
  }
  return collect(value, previous === 'none' ? [] : previous)
}

function collectGrants(value: string, previous: readonly string[] | undefined): readonly string[] {
  const name = plainKey(value)
  if (grantNames.includes(name)) return collect(name, previous)
  const nearest = nearestName(name, grantNames)
  const hint = nearest === undefined ? '' : say(`，最接近的是 ${nearest}`, `; the nearest is ${nearest}`)
  throw new InvalidArgumentError(
    say(`没有名为 ${name} 的API或权限${hint}`, `there is no method or permission ${name}${hint}`),
  )
}

function alarmLimit(value: string): number | 'none' | 'default' {
  return value === 'default' ? 'default' : limit(1e6)(value)
}

function limit(max: number): (value: string) => number | 'none' {
  const count = wholeNumber(1, max)
  return (value) => (value === 'none' ? 'none' : count(value))
}

/**
 * Parses a repeatable option whose values are IP addresses or CIDR ranges.
 * @throws InvalidArgumentError for anything else
 */
export function addressRanges(value: string, previous: readonly string[] | undefined): readonly string[] {
  if (!isAddressRange(value))
    throw new InvalidArgumentError(say('应为IP或CIDR网段', 'must be an IP address or a CIDR range'))
  return collect(value, previous)
}

function isAddressRange(value: string): boolean {
  const [address = '', prefix, ...rest] = value.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128))
}

import { grantNames, nearestName, presets } from '@yaoquan/api'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { addressRanges } from './address-range.ts'
import { collect, plainKey, wholeNumber } from './data-options.ts'

/** What `app create` and `app update` may set; the first also has a name and chains of its own. */
export type AppSettingFlags = Readonly<{
  allowIp?: readonly string[] | 'any'
  preset?: string
  allow?: readonly string[]
  deny?: readonly string[]
  charset?: 'utf-8' | 'gbk'
  maskPhones?: boolean
  callsPerDay?: number | 'none'
  callsPerSecond?: number | 'none'
}>

/** Adds the options of an app's settings. */
export function addAppSettings(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--allow-ip <range>',
        'IP白名单，可重复，any为不限 (address or CIDR range it may call from; any: from anywhere)',
      ).argParser(rangesOrAny),
    )
    .addOption(
      new Option('--preset <preset>', '权限预设，缺省erp，见下 (preset of grants, see below)').choices(
        Object.keys(presets),
      ),
    )
    .addOption(new Option('--allow <name>', '另外允许的API或权限，可重复 (grant it too)').argParser(collectGrants))
    .addOption(new Option('--deny <name>', '不允许的API或权限，可重复，优先 (take it away)').argParser(collectGrants))
    .addOption(
      new Option('--charset <charset>', '请求、签名与应答的编码，缺省utf-8 (encoding of its calls)').choices([
        'utf-8',
        'gbk',
      ]),
    )
    .option('--mask-phones', '应答中的手机号打码为 186****5668 (mask phones in answers)')
    .addOption(
      new Option('--calls-per-day <n>', '每日调用上限，none为不限 (calls a day; none: no limit)').argParser(
        limit(1e12),
      ),
    )
    .addOption(
      new Option('--calls-per-second <n>', '每秒调用上限，none为不限 (calls a second; none: no limit)').argParser(
        limit(1e6),
      ),
    )
}

/** The presets and the names that can be granted, for the help of a command. */
export const grantsHelp = `
权限预设 Presets:
${Object.entries(presets)
  .map(([name, { zh, en }]) => `  ${name.padEnd(10)} ${zh} (${en})`)
  .join('\n')}

权限名 Names for --allow and --deny:
${grantNames.map((name) => `  ${name}`).join('\n')}`

function rangesOrAny(value: string, previous: readonly string[] | 'any' | undefined): readonly string[] | 'any' {
  if (value === 'any') return 'any'
  return addressRanges(value, previous === 'any' ? [] : previous)
}

function collectGrants(value: string, previous: readonly string[] | undefined): readonly string[] {
  const name = plainKey(value)
  if (grantNames.includes(name)) return collect(name, previous)
  const nearest = nearestName(name, grantNames)
  const hint = nearest === undefined ? '' : `，最接近的是 ${nearest}`
  throw new InvalidArgumentError(`没有名为 ${name} 的API或权限${hint} (no such method or grant)`)
}

function limit(max: number): (value: string) => number | 'none' {
  const count = wholeNumber(1, max)
  return (value) => (value === 'none' ? 'none' : count(value))
}

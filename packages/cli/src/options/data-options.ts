import { type Command, InvalidArgumentError, Option } from 'commander'
import { say } from '#terminal/output'

/** Flags that name a store: a data folder, a database, or both if the folder contains the master key of the database. */
export type StoreFlags = Readonly<{ data?: string | undefined; store?: string | undefined; json?: boolean }>
export type SellerFlags = StoreFlags & Readonly<{ seller: string }>

/** Adds a command with `--data` and `--store` to a group of commands. */
export function storeCommand(group: Command, name: string, description: string): Command {
  return group.command(name).description(description).addOption(dataOption()).addOption(storeOption())
}

/** Like `storeCommand`, for work on one seller: with `--seller`. */
export function sellerCommand(group: Command, name: string, description: string): Command {
  return storeCommand(group, name, description).addOption(sellerOption())
}

/** The data folder of a server. */
export function dataOption(): Option {
  const description = say('数据目录，或环境变量 YAOQUAN_DATA', 'data folder; or set YAOQUAN_DATA')
  return environmentOption('YAOQUAN_DATA', '--data <dir>', description).argParser(nonBlank)
}

/** A MySQL-protocol database that replaces the SQLite file of the data folder. */
export function storeOption(): Option {
  return environmentOption(
    'YAOQUAN_STORE',
    '--store <url>',
    say(
      'MySQL协议的数据库 mysql://用户:密码@主机1:3306,主机2:3306/库名，宜用环境变量 YAOQUAN_STORE，以免密码出现在命令行',
      'MySQL-protocol database; prefer YAOQUAN_STORE, which keeps the password off the command line',
    ),
  ).argParser(nonBlank)
}

/** The seller to act on. */
export function sellerOption(): Option {
  const description = say('连锁id，或环境变量 YAOQUAN_SELLER', 'id of the seller; or set YAOQUAN_SELLER')
  return environmentOption('YAOQUAN_SELLER', '--seller <id>', description).argParser(plainKey).makeOptionMandatory()
}

/** The app to act on. */
export const appArgument = ['<app-key>', say('应用的 app_key', 'app_key of the app')] as const

export function jsonOption(): Option {
  return new Option('--json', say('输出JSON', 'print JSON'))
}

const privateWebhooks = 'YAOQUAN_ALLOW_PRIVATE_WEBHOOKS'

/** Allows webhooks to private, loopback and link-local addresses. In the environment, only `1` and `true` allow it. */
export function privateWebhooksOption(): Option {
  const option = new Option(
    '--allow-private-webhooks',
    say(
      `允许webhook访问内网与本机地址，或环境变量 ${privateWebhooks}=1`,
      `allow webhooks to private and loopback addresses; or set ${privateWebhooks}=1`,
    ),
  )
  return /^(?:1|true)$/.test(process.env[privateWebhooks] ?? '') ? option.env(privateWebhooks) : option
}

/** The highest event number that an option accepts. */
export const maxEventSeq = 999_999_999_999_999

/** An option that also takes its value from an environment variable that is set and not empty. The command line wins. */
export function environmentOption(variable: string, flags: string, description: string): Option {
  const option = new Option(flags, description)
  return process.env[variable] ? option.env(variable) : option
}

/** @throws InvalidArgumentError for an empty value */
export function nonBlank(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError(say('不能为空', 'must not be empty'))
  return value
}

/**
 * Reads a key of a record without surrounding blanks, as the gateway does. Trailing blanks make no difference in MySQL-protocol
 * databases but would name another record in SQLite.
 * @throws InvalidArgumentError for an empty value
 */
export function plainKey(value: string): string {
  return nonBlank(value).trim()
}

/** Parses an option that may be repeated. */
export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), plainKey(value)]
}

/** Returns a parser of whole numbers from `min` to `max`, inclusive. */
export function wholeNumber(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
    if (number >= min && number <= max) return number
    throw new InvalidArgumentError(say(`应为${min}到${max}之间的整数`, `must be a whole number from ${min} to ${max}`))
  }
}

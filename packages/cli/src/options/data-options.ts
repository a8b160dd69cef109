import { InvalidArgumentError, Option } from 'commander'

/** The data folder of a server. */
export function dataOption(): Option {
  return fromEnvironment(
    new Option('--data <dir>', '数据目录，或环境变量 YAOQUAN_DATA (data folder)').argParser(nonBlank),
    'YAOQUAN_DATA',
  )
}

/** A database of the MySQL protocol in place of the file in the data folder. */
export function storeOption(): Option {
  return fromEnvironment(
    new Option(
      '--store <url>',
      'MySQL协议的数据库 mysql://用户:密码@主机1:3306,主机2:3306/库名，宜用环境变量 YAOQUAN_STORE (database; better in the environment, since it holds a password)',
    ).argParser(nonBlank),
    'YAOQUAN_STORE',
  )
}

/** The chain to act on. */
export function sellerOption(): Option {
  return new Option('--seller <id>', '连锁id (id of the chain)').argParser(plainKey).makeOptionMandatory()
}

/** The app to act on. */
export const appArgument = ['<app-key>', '应用的 app_key (key of the app)'] as const

export function jsonOption(): Option {
  return new Option('--json', '输出JSON (print JSON)')
}

/** Takes an option's value from the environment if it is set and not empty there; the command line wins. */
export function fromEnvironment(option: Option, variable: string): Option {
  return process.env[variable] ? option.env(variable) : option
}

/** @throws InvalidArgumentError for an empty value */
export function nonBlank(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('不能为空 (must not be empty)')
  return value
}

/**
 * Reads what something in the store is found by, without blanks around it, as the gateway does: at the end they make no
 * difference on servers of the MySQL protocol, and name something else in SQLite.
 * @throws InvalidArgumentError for an empty value
 */
export function plainKey(value: string): string {
  return nonBlank(value).trim()
}

/** Parser of an option that may be given several times. */
export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), plainKey(value)]
}

/** Parser of a whole number in an inclusive range. */
export function wholeNumber(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
    if (number >= min && number <= max) return number
    throw new InvalidArgumentError(`应为${min}到${max}之间的整数 (must be a whole number from ${min} to ${max})`)
  }
}

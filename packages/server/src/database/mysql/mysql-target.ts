import { readFileSync } from 'node:fs'
import { OperatorError } from '#errors/operator-error'

/** The address of a database server, or of a proxy for several. */
export type MysqlAddress = Readonly<{ host: string; port: number }>

/** Engines of the MySQL protocol that differ in DDL. */
export type MysqlFlavour = 'mysql' | 'oceanbase' | 'polardbx'

/** The address and options of a MySQL-protocol store, read from a URL. */
export type MysqlTarget = Readonly<{
  /** In order of preference: the first host that serves takes the writes. */
  addresses: readonly MysqlAddress[]
  user: string
  password: string
  database: string
  tls: Readonly<{ ca: string | undefined; rejectUnauthorized: boolean }> | undefined
  flavour: MysqlFlavour
  /** Transactions at the same time per process, and as many reads. */
  connections: number
  /** Timeout of a statement and of a connection attempt. */
  timeoutMs: number
  /** How long an operation is tried on all hosts before it fails. */
  patienceMs: number
  readsFrom: 'writer' | 'all'
  /** Whether statements of a transaction that follow each other are one text. */
  statements: 'together' | 'single'
}>

/** User and password may contain anything but these characters, which must be percent-encoded. */
const shape = /^mysql:\/\/(?:([^:@/?]*)(?::([^@/?]*))?@)?([^@/?]+)\/([^/?]+)(?:\?(.*))?$/

/**
 * Reads `mysql://user:password@host1:3306,host2:3306/database?option=value`. Options: `tls` (required, verify), `tls_ca` (file),
 * `engine` (mysql, oceanbase, polardbx), `connections` (1..200), `timeout_ms` (200..60000), `patience_ms` (1000..600000), `reads`
 * (writer, all), `statements` (together, single).
 * @throws OperatorError that names the mistake and never the URL, which contains a password
 */
export function readMysqlTarget(url: string): MysqlTarget {
  const [, user, password, hosts = '', database = '', query] = shape.exec(url) ?? []
  if (hosts === '')
    throw bad(
      '应为 mysql://用户:密码@主机1:3306,主机2:3306/库名',
      'must be mysql://user:password@host1:3306,host2:3306/database',
    )
  const options = new URLSearchParams(query ?? '')
  for (const name of options.keys()) {
    if (!optionNames.has(name))
      throw bad(`未知的参数 ${name}`, `unknown option ${name}; known options: ${[...optionNames].join(', ')}`)
  }
  const timeoutMs = wholeOption(options, { name: 'timeout_ms', min: 200, max: 60_000, absent: 4000 })
  return {
    addresses: hosts.split(',').map(readAddress),
    user: decoded(user ?? 'root'),
    password: decoded(password ?? ''),
    database: decoded(database),
    tls: readTls(options),
    flavour: oneOf(options, 'engine', ['mysql', 'oceanbase', 'polardbx']),
    connections: wholeOption(options, { name: 'connections', min: 1, max: 200, absent: 8 }),
    timeoutMs,
    patienceMs: wholeOption(options, { name: 'patience_ms', min: 1000, max: 600_000, absent: 15_000 }),
    readsFrom: oneOf(options, 'reads', ['writer', 'all']),
    statements: oneOf(options, 'statements', ['together', 'single']),
  }
}

/** Whether a store is given as a URL of the MySQL protocol. */
export function isMysqlUrl(store: string): boolean {
  return store.startsWith('mysql://')
}

/** How a host is named in messages and logs. */
export function addressText({ host, port }: MysqlAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

const optionNames = new Set([
  ...['tls', 'tls_ca', 'engine', 'connections'],
  ...['timeout_ms', 'patience_ms', 'reads', 'statements'],
])
const addressShape = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/i

/** The error names the host's position, not its text: if part of the URL is missing, the text may be a password. */
function readAddress(text: string, place: number): MysqlAddress {
  const [, ipv6, name, port = '3306'] = addressShape.exec(text.trim()) ?? []
  const host = ipv6 ?? name
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw bad(`第${place + 1}个主机应为 主机:端口`, `host ${place + 1} must be host:port`)
  }
  return { host, port: Number(port) }
}

function readTls(options: URLSearchParams): MysqlTarget['tls'] {
  const caFile = options.get('tls_ca')
  const mode = oneOf(options, 'tls', ['off', 'required', 'verify'])
  if (mode === 'off' && caFile === null) return undefined
  return { ca: caFile === null ? undefined : readCa(caFile), rejectUnauthorized: caFile !== null || mode === 'verify' }
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new OperatorError(
      { zh: `无法读取 tls_ca 文件 ${file}`, en: `cannot read the tls_ca file ${file}` },
      { cause: error },
    )
  }
}

/** @param choices the first one is the default */
function oneOf<Choice extends string>(options: URLSearchParams, name: string, choices: readonly Choice[]): Choice {
  const given = options.get(name) ?? choices[0]
  const chosen = choices.find((choice) => choice === given)
  if (chosen === undefined)
    throw bad(`${name} 应为 ${choices.join('、')} 之一`, `${name} must be one of ${choices.join(', ')}`)
  return chosen
}

type WholeOption = Readonly<{ name: string; min: number; max: number; absent: number }>

function wholeOption(options: URLSearchParams, { name, min, max, absent }: WholeOption): number {
  const given = options.get(name)
  if (given === null) return absent
  const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
  if (value >= min && value <= max) return value
  throw bad(`${name} 应为${min}到${max}之间的整数`, `${name} must be a whole number from ${min} to ${max}`)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw bad('用户、密码或库名的百分号编码有误', 'invalid percent-encoding of user, password or database')
  }
}

function bad(chinese: string, english: string): OperatorError {
  return new OperatorError({ zh: `数据库地址 --store 有误: ${chinese}`, en: `invalid --store URL: ${english}` })
}

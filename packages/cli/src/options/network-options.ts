import { isIP } from 'node:net'
import { InvalidArgumentError, Option } from 'commander'
import type { ServeOptions } from '#server'
import { say } from '#terminal/output'
import { nonBlank, wholeNumber } from './data-options.ts'

// Options of a process that answers calls: `serve` and `shadow`.

export function certOption(): Option {
  return new Option(
    '--tls-cert <file>',
    say('证书链的PEM文件，改变后自动重新读取', 'PEM file of the certificate chain; reloaded when it changes'),
  ).argParser(nonBlank)
}

export function keyOption(): Option {
  return new Option('--tls-key <file>', say('私钥的PEM文件', 'PEM file of the private key')).argParser(nonBlank)
}

export function adminListenOption(): Option {
  return new Option(
    '--admin-listen <host:port>',
    say(
      '/metrics与/ready详情的监听地址，缺省为127.0.0.1上的端口加1000，off为不监听',
      'address for /metrics and details of /ready; default: 127.0.0.1 and the port plus 1000; off: none',
    ),
  ).argParser(adminListen)
}

/** Default: info. */
export function logLevelOption(): Option {
  return new Option('--log-level <level>', say('日志级别，日志输出到标准错误', 'log level; logs are written to stderr'))
    .choices(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
}

type AdminListen = Exclude<ServeOptions['adminListen'], undefined>

/**
 * Parses `--admin-listen`: `off` or `0` to disable it, a port on the loopback address, or an address with a port.
 * @throws InvalidArgumentError for anything else
 */
export function adminListen(value: string): AdminListen {
  if (value === 'off' || value === '0') return 'off'
  const colon = value.lastIndexOf(':')
  const host = colon < 0 ? '127.0.0.1' : value.slice(0, colon).replace(/^\[(.*)\]$/, '$1')
  const isName = host === 'localhost' || isIP(host) !== 0
  if (!isName) throw new InvalidArgumentError(say('应为 HOST:PORT、端口或 off', 'must be HOST:PORT, a port, or off'))
  return { host, port: wholeNumber(0, 65_535)(value.slice(colon + 1)) }
}

export type UpstreamFlags = Readonly<{ upstream: string; upstreamFingerprint?: string }>

/** `--upstream`: the CRM that answers today. */
export function upstreamOption(): Option {
  return new Option(
    '--upstream <url>',
    say('现有CRM的网关地址 https://主机/router/rest', 'gateway of the CRM of today, https://host/router/rest'),
  )
    .argParser(nonBlank)
    .makeOptionMandatory()
}

/** `--upstream-fingerprint`: trusts one certificate in place of the authorities of the system. */
export function fingerprintOption(): Option {
  return new Option(
    '--upstream-fingerprint <sha256>',
    say(
      '只接受指纹为此值的上游证书，缺省由系统的证书机构验证',
      'accept only the certificate with this fingerprint; default: the authorities of the system decide',
    ),
  ).argParser(nonBlank)
}

/** `--ours-fingerprint`: the same for the Yaoquan server. */
export function oursFingerprintOption(): Option {
  return new Option(
    '--ours-fingerprint <sha256>',
    say(
      '只接受指纹为此值的药券服务器证书，缺省由系统的证书机构验证',
      'accept only the certificate with this fingerprint from the Yaoquan server; default: the authorities of the system decide',
    ),
  ).argParser(nonBlank)
}

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

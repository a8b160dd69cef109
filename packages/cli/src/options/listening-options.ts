import { Option } from 'commander'
import { say } from '#terminal/language'
import { adminListen } from './admin-listen.ts'
import { nonBlank } from './data-options.ts'

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

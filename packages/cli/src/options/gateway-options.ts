import type { SignMethod } from '@yaoquan/protocol'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { fromEnvironment, nonBlank } from './data-options.ts'

export type Credentials = Readonly<{ appKey: string; appSecret: string; session?: string; signMethod: SignMethod }>

export type FormFlags = Readonly<{ format: 'json' | 'xml'; simplify?: boolean }>

/** `--url`; an address without a path means the gateway's usual path. */
export function urlOption(): Option {
  const option = new Option('--url <url>', '网关地址，或 YAOQUAN_URL (address of the gateway)').argParser(gatewayUrl)
  return fromEnvironment(option, 'YAOQUAN_URL').makeOptionMandatory()
}

/** Adds `--app-key`, `--app-secret`, `--session` and `--sign-method`, with their environment variables. */
export function addCredentials(command: Command): Command {
  const appKey = new Option('--app-key <key>', '或 YAOQUAN_APP_KEY (or from the environment)').argParser(nonBlank)
  const appSecret = new Option('--app-secret <secret>', '或 YAOQUAN_APP_SECRET').argParser(nonBlank)
  const session = new Option('--session <token>', '会话，或 YAOQUAN_SESSION (session)')
  return command
    .addOption(fromEnvironment(appKey, 'YAOQUAN_APP_KEY').makeOptionMandatory())
    .addOption(fromEnvironment(appSecret, 'YAOQUAN_APP_SECRET').makeOptionMandatory())
    .addOption(fromEnvironment(session, 'YAOQUAN_SESSION'))
    .addOption(
      new Option('--sign-method <method>', '签名算法 (how to sign)').choices(signMethods).default('hmac-sha256'),
    )
}

/** Adds `--format` and `--simplify`. */
export function addFormFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', '应答格式 (format of the answer)').choices(['json', 'xml']).default('json'),
    )
    .option('--simplify', '精简JSON (simplified JSON)')
}

const signMethods: readonly SignMethod[] = ['md5', 'hmac', 'hmac-sha256', 'md5-prefix']

/** Reads the address of a gateway. @throws InvalidArgumentError for anything but an http address without a password */
export function gatewayUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (url === undefined || !isHttp || url.username !== '' || url.password !== '') {
    throw new InvalidArgumentError('应为http或https地址 (must be an http or https address without a password)')
  }
  if (url.pathname === '/') url.pathname = '/router/rest'
  return url.href
}

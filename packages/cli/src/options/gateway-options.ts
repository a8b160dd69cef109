import type { SignMethod } from '@yaoquan/protocol'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { say } from '#terminal/output'
import { environmentOption, nonBlank } from './data-options.ts'

export type Credentials = Readonly<{ appKey: string; appSecret: string; session?: string; signMethod: SignMethod }>

/** Flags of a command that calls a method. */
export type CallFlags = Credentials & Readonly<{ url: string; json?: boolean; outRequestNo?: string }>

/** `--url`. An address without a path gets the gateway's default path. */
export function urlOption(): Option {
  const description = say('网关地址，或环境变量 YAOQUAN_URL', 'URL of the gateway; or set YAOQUAN_URL')
  return environmentOption('YAOQUAN_URL', '--url <url>', description).argParser(gatewayUrl).makeOptionMandatory()
}

/** Adds `--app-key`, `--app-secret`, `--session` and `--sign-method`, with their environment variables. */
export function addCredentials(command: Command): Command {
  const key = say('应用的 app_key，或环境变量 YAOQUAN_APP_KEY', 'app_key; or set YAOQUAN_APP_KEY')
  const secret = say('应用的密钥，或环境变量 YAOQUAN_APP_SECRET', 'app secret; or set YAOQUAN_APP_SECRET')
  const session = say('会话，或环境变量 YAOQUAN_SESSION', 'session; or set YAOQUAN_SESSION')
  const mandatory = (option: Option) => option.argParser(nonBlank).makeOptionMandatory()
  return command
    .addOption(mandatory(environmentOption('YAOQUAN_APP_KEY', '--app-key <key>', key)))
    .addOption(mandatory(environmentOption('YAOQUAN_APP_SECRET', '--app-secret <secret>', secret)))
    .addOption(environmentOption('YAOQUAN_SESSION', '--session <token>', session))
    .addOption(
      new Option('--sign-method <method>', say('签名算法', 'signature algorithm'))
        .choices(['md5', 'hmac', 'hmac-sha256', 'md5-prefix'] satisfies readonly SignMethod[])
        .default('hmac-sha256'),
    )
}

/** Parses the URL of a gateway. @throws InvalidArgumentError for anything but an http(s) URL without user and password */
export function gatewayUrl(text: string): string {
  const url = new URL(receiverUrl(text))
  if (url.pathname === '/') url.pathname = '/router/rest'
  return url.href
}

/** Parses a URL that is posted to. @throws InvalidArgumentError for anything but an http(s) URL without user and password */
export function receiverUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (url === undefined || !isHttp || url.username !== '' || url.password !== '') {
    throw new InvalidArgumentError(
      say('应为不含用户和密码的http或https地址', 'must be an http or https URL without user and password'),
    )
  }
  return url.href
}

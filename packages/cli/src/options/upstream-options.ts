import { Option } from 'commander'
import { say } from '#terminal/output'
import { nonBlank } from './data-options.ts'

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

import { type Command, Option } from 'commander'
import { environmentOption, jsonOption, nonBlank } from '#options/data-options'
import { fingerprintOption, type UpstreamFlags, upstreamOption } from '#options/network-options'
import { parseDuration } from '#options/times'
import type { UpstreamFindings } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { OperationFault, oneLine, printResult, say, UsageFault } from '#terminal/output'

type CheckFlags = UpstreamFlags & Readonly<{ appKey?: string; appSecret?: string; timeout: number; json?: boolean }>

/** `yaoquan shadow check`: tries one call of the upstream, and says what came at each step. */
export function addShadowCheck(shadow: Command): void {
  shadow
    .command('check')
    .description(say('试一次对现有CRM的调用，逐步说明结果', 'try one call of the CRM of today and say what came'))
    .addOption(upstreamOption())
    .addOption(fingerprintOption())
    .addOption(
      environmentOption(
        'YAOQUAN_APP_KEY',
        '--app-key <key>',
        say('用此应用签名，缺省不签名', 'sign the call as this app; default: no signature'),
      ).argParser(nonBlank),
    )
    .addOption(
      environmentOption('YAOQUAN_APP_SECRET', '--app-secret <secret>', say('应用的密钥', 'app secret')).argParser(
        nonBlank,
      ),
    )
    .addOption(
      new Option('--timeout <duration>', say('每一步的时限', 'deadline of each step'))
        .argParser(parseDuration)
        .default(10_000, '10s'),
    )
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(check)
}

async function check({ appKey, appSecret, timeout, ...flags }: CheckFlags): Promise<void> {
  if ((appKey === undefined) !== (appSecret === undefined)) {
    throw new UsageFault('--app-key 与 --app-secret 须同时指定', '--app-key and --app-secret must be given together')
  }
  const app = appKey === undefined || appSecret === undefined ? undefined : { appKey, appSecret }
  const { checkUpstream } = await import('#server')
  const findings = await checkUpstream({ ...flags, app, timeoutMs: timeout, nowMs: Date.now() })
  printResult(flags, documentOf(findings), linesOf(findings).join('\n'))
  const isTop = findings.answer !== undefined && 'found' in findings.answer && findings.answer.found.kind !== 'no-top'
  if (!isTop) throw new OperationFault('没有得到TOP应答', 'there was no TOP answer')
}

function documentOf({ addresses, certificate, answer }: UpstreamFindings): object {
  return {
    dns: 'fault' in addresses ? addresses : { addresses: addresses.found },
    tls: certificate === undefined ? null : 'fault' in certificate ? certificate : tlsDocument(certificate.found),
    answer: answer === undefined ? null : 'fault' in answer ? answer : answerDocument(answer.found),
  }
}

type Found<Step> = Extract<Step, { found: unknown }> extends { found: infer Value } ? Value : never
type Certificate = Found<NonNullable<UpstreamFindings['certificate']>>
type Answer = Found<NonNullable<UpstreamFindings['answer']>>

function tlsDocument({ fingerprint, subject, issuer, validTo, distrust }: Certificate): object {
  return { fingerprint, subject, issuer, valid_to: validTo, is_trusted: distrust === undefined, reason: distrust }
}

function answerDocument({ status, durationMs, kind, code, subCode, msg }: Answer): object {
  return { kind, http_status: status, duration_ms: durationMs, code, sub_code: subCode, msg }
}

function linesOf({ addresses, certificate, answer }: UpstreamFindings): readonly string[] {
  const fault = (text: string) => say(`失败: ${oneLine(text)}`, `failed: ${oneLine(text)}`)
  return [
    `DNS   ${'fault' in addresses ? fault(addresses.fault) : addresses.found.join(', ')}`,
    ...(certificate === undefined
      ? []
      : [`TLS   ${'fault' in certificate ? fault(certificate.fault) : tlsText(certificate.found)}`]),
    ...(answer === undefined ? [] : [`TOP   ${'fault' in answer ? fault(answer.fault) : answerText(answer.found)}`]),
    ...hintsOf(answer),
  ]
}

function tlsText({ subject, issuer, validTo, fingerprint, distrust }: Certificate): string {
  const trust =
    distrust === undefined ? say('受信任', 'trusted') : say(`不受信任: ${distrust}`, `not trusted: ${distrust}`)
  const parts = [`${oneLine(subject)} (${oneLine(issuer)})`, say(`有效期至 ${validTo}`, `valid to ${validTo}`), trust]
  return `${parts.join(say('，', ', '))}\n      SHA-256 ${fingerprint}`
}

function answerText({ status, durationMs, kind, code, subCode = '', msg = '' }: Answer): string {
  const http = `HTTP ${status}, ${durationMs} ms: `
  switch (kind) {
    case 'answer':
      return http + say('方法已应答', 'the method answered')
    case 'error':
      return `${http}${say('错误码', 'code')} ${code} ${oneLine(`${msg} ${subCode}`)}`
    case 'no-top':
      return http + say('不是TOP应答', 'no TOP answer')
  }
}

function hintsOf(answer: UpstreamFindings['answer']): readonly string[] {
  if (answer === undefined || 'fault' in answer) {
    return [
      say(
        '提示  若上游按地址放行，请先请其加入本机的出口地址。',
        'hint  If the upstream has a list of addresses, ask for the address of this machine to be added first.',
      ),
    ]
  }
  const { code, subCode = '', status } = answer.found
  if (subCode.includes('ip-whitelist') || status === 403) {
    return [
      say(
        '提示  上游拒绝了本机的出口地址，请其加入白名单。',
        'hint  The upstream refuses the address of this machine: ask for it to be allowed.',
      ),
    ]
  }
  if (code === 28 || code === 29) {
    return [
      say(
        '提示  地址名单在应用通过验证之后才检查；加 --app-key 与 --app-secret 可一并验证。',
        'hint  Lists of addresses are checked once an app is verified: give --app-key and --app-secret to try that too.',
      ),
    ]
  }
  return []
}

const notes = helpNotes({
  notes: say(
    '调用 taobao.time.get，不改变任何数据。退出码：0 得到TOP应答（包括错误码），1 没有，2 用法错误。',
    'Calls taobao.time.get, which changes nothing. Exit codes: 0 a TOP answer came, errors included; 1 none came; 2 wrong usage.',
  ),
  examples: ['yaoquan shadow check --upstream https://crm.example.com/router/rest'],
})

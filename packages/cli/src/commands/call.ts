import { queryCoupon } from '@yaoquan/api'
import { postForm, signedForm } from '@yaoquan/client'
import { baseString, parseTimestamp, prettyPrint } from '@yaoquan/protocol'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { jsonOption } from '#options/data-options'
import { addCredentials, type Credentials, urlOption } from '#options/gateway-options'
import { readNameValues } from '#options/name-value'
import { helpNotes } from '#terminal/help-notes'
import { OperationFault, printResult, say } from '#terminal/output'

type FormFlags = Credentials & Readonly<{ format: 'json' | 'xml'; simplify?: boolean }>
type CallFlags = FormFlags & Readonly<{ url: string; pretty?: boolean }>
type SignFlags = FormFlags & Readonly<{ timestamp?: string; json?: boolean }>

const timeoutMs = 30_000

/** `yaoquan call`: sends one signed call of any method and prints the response unchanged. */
export function addCall(program: Command): void {
  const call = formCommand(
    program,
    'call',
    say('调用任意API，原样输出响应', 'call any method and print the response unchanged'),
  )
  addForm(call.addOption(urlOption()))
    .option('--pretty', say('缩进JSON', 'indent JSON'))
    .addHelpText('after', callExamples)
    .action(callMethod)
}

/** `yaoquan sign`: prints base string and signature of a call, to compare with those of another program. */
export function addSign(program: Command): void {
  const sign = formCommand(
    program,
    'sign',
    say('输出待签名串与签名，用于对照', 'print base string and signature of a call, for comparison'),
  )
  addForm(sign)
    .option('--timestamp <time>', say('时间戳，缺省为当前时间', 'timestamp; default: now'), checkTimestamp)
    .addOption(jsonOption())
    .addHelpText('after', signExample)
    .action(signCall)
}

function formCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument('<method>', say('API名称', 'name of the method'))
    .argument(
      '[parameters...]',
      say(
        '参数 name=value；name=@file 从文件读取值',
        'parameters as name=value; name=@file reads the value from a file',
      ),
    )
}

function addForm(command: Command): Command {
  return addCredentials(command)
    .addOption(
      new Option('--format <format>', say('响应格式', 'format of the response'))
        .choices(['json', 'xml'])
        .default('json'),
    )
    .option('--simplify', say('精简JSON', 'simplified JSON'))
}

function checkTimestamp(text: string): string {
  if (parseTimestamp(text) !== undefined) return text
  throw new InvalidArgumentError(
    say('应为 yyyy-MM-dd HH:mm:ss 或毫秒数', 'must be yyyy-MM-dd HH:mm:ss or epoch milliseconds'),
  )
}

/** The signed form of the call that flags and `name=value` words describe. */
async function formOf(method: string, words: readonly string[], flags: SignFlags): Promise<Record<string, string>> {
  const { format, simplify, timestamp } = flags
  const common = { format, ...(simplify ? { simplify: 'true' } : {}), ...(timestamp ? { timestamp } : {}) }
  const parameters = { ...common, ...(await readNameValues(words)) }
  return signedForm({ ...flags, method, timestampMs: Date.now(), parameters })
}

async function callMethod(method: string, words: readonly string[], flags: CallFlags): Promise<void> {
  const body = await postForm({ url: flags.url, form: await formOf(method, words, flags), timeoutMs })
  process.stdout.write(flags.pretty && flags.format === 'json' ? `${prettyPrint(body, 'json')}\n` : body)
  if (process.stdout.isTTY && !flags.pretty) process.stdout.write('\n')
  if (isError(body)) throw new OperationFault('网关返回错误', 'the gateway returned an error')
}

/** `error_response` is the root of every error, and of nothing else (docs/reference/top-protocol.md, 3.1). */
function isError(body: string): boolean {
  return /^\s*(\{\s*"error_response"|(<\?xml[^>]*\?>)?\s*<error_response>)/.test(body)
}

const callExamples = helpNotes({
  examples: [
    'yaoquan call taobao.time.get --url http://127.0.0.1:8080 --app-key K --app-secret S',
    `yaoquan call ${queryCoupon.name} --url http://127.0.0.1:8080 --app-key K --app-secret S --format xml '${queryCoupon.request.query.wire}={"page_size":10,"page_num":1,"channel":"erp"}'`,
  ],
})

async function signCall(method: string, words: readonly string[], flags: SignFlags): Promise<void> {
  const form = await formOf(method, words, flags)
  const base = baseString(new Map(Object.entries(form)), { blank: 'signed' })
  const members = { base_string: base, sign: form['sign'], parameters: form }
  printResult(flags, members, `base string: ${base}\nsign: ${form['sign']}`)
}

const signExample = helpNotes({
  examples: [
    "yaoquan sign taobao.item.seller.get --app-key 12345678 --app-secret helloworld --session test --sign-method md5 --timestamp '2016-01-01 12:00:00' fields=num_iid,title,nick,price,num num_iid=11223344",
    'sign: 66987CB115214E59E6EC978214934FB8',
  ],
})

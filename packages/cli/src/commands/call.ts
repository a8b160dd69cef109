import { queryCoupon } from '@yaoquan/api'
import { postForm, signedForm } from '@yaoquan/client'
import type { Command } from 'commander'
import { addCredentials, addFormFlags, type Credentials, type FormFlags, urlOption } from '#options/gateway-options'
import { readNameValues } from '#options/name-value'
import { OperationFault } from '#terminal/faults'

type CallFlags = Credentials & FormFlags & Readonly<{ url: string; pretty?: boolean }>

const timeoutMs = 30_000

/** `yaoquan call`: sends one signed call of any method and prints the response unchanged. */
export function addCall(program: Command): void {
  const call = program
    .command('call')
    .description('调用任意API，原样输出响应 (call any method and print the response unchanged)')
    .argument('<method>', 'API名称 (name of the method)')
    .argument(
      '[parameters...]',
      '参数 name=value；name=@file 从文件读取值 (parameters as name=value; name=@file reads the value from a file)',
    )
    .addOption(urlOption())
  addFormFlags(addCredentials(call))
    .option('--pretty', '缩进JSON (indent JSON)')
    .addHelpText('after', examples)
    .action(callMethod)
}

async function callMethod(method: string, words: readonly string[], flags: CallFlags): Promise<void> {
  const form = signedForm({
    ...flags,
    method,
    timestampMs: Date.now(),
    parameters: { ...formParameters(flags), ...(await readNameValues(words)) },
  })
  const body = await postForm({ url: flags.url, form, timeoutMs })
  process.stdout.write(flags.pretty && flags.format === 'json' ? `${indented(body)}\n` : body)
  if (process.stdout.isTTY && !flags.pretty) process.stdout.write('\n')
  if (isError(body)) throw new OperationFault('网关返回错误', 'the gateway returned an error')
}

/** The public parameters set by `--format` and `--simplify`. */
export function formParameters({ format, simplify }: FormFlags): Record<string, string> {
  return { format, ...(simplify ? { simplify: 'true' } : {}) }
}

function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2)
  } catch (error) {
    if (error instanceof SyntaxError) return body
    throw error
  }
}

/** `error_response` is the root of every error, and of nothing else (docs/reference/top-protocol.md, 3.1). */
function isError(body: string): boolean {
  return /^\s*(\{\s*"error_response"|(<\?xml[^>]*\?>)?\s*<error_response>)/.test(body)
}

const examples = `
示例 Examples:
  yaoquan call taobao.time.get --url http://127.0.0.1:8080 --app-key K --app-secret S
  yaoquan call ${queryCoupon.name} --url http://127.0.0.1:8080 --app-key K --app-secret S \\
    --format xml '${queryCoupon.request.query.wire}={"page_size":10,"page_num":1,"channel":"erp"}'`

import { signedForm } from '@yaoquan/client'
import { baseString, parseTimestamp } from '@yaoquan/protocol'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { jsonOption } from '#options/data-options'
import { addCredentials, addFormFlags, type Credentials, type FormFlags } from '#options/gateway-options'
import { readNameValues } from '#options/name-value'
import { print, printJson } from '#terminal/output'
import { formParameters } from './call.ts'

type SignFlags = Credentials & FormFlags & Readonly<{ timestamp?: string; json?: boolean }>

/** `yaoquan sign`: prints base string and signature of a call, to compare with those of another program. */
export function addSign(program: Command): void {
  const sign = program
    .command('sign')
    .description('输出待签名串与签名，用于对照 (print base string and signature of a call, for comparison)')
    .argument('<method>', 'API名称 (name of the method)')
    .argument(
      '[parameters...]',
      '参数 name=value；name=@file 从文件读取值 (parameters as name=value; name=@file reads the value from a file)',
    )
  addFormFlags(addCredentials(sign))
    .addOption(
      new Option('--timestamp <time>', '时间戳，缺省为当前时间 (timestamp; default: now)').argParser((text) => {
        if (parseTimestamp(text) !== undefined) return text
        throw new InvalidArgumentError(
          '应为 yyyy-MM-dd HH:mm:ss 或毫秒数 (must be yyyy-MM-dd HH:mm:ss or epoch milliseconds)',
        )
      }),
    )
    .addOption(jsonOption())
    .addHelpText('after', example)
    .action(signCall)
}

async function signCall(method: string, words: readonly string[], flags: SignFlags): Promise<void> {
  const timestamp = flags.timestamp === undefined ? {} : { timestamp: flags.timestamp }
  const form = signedForm({
    ...flags,
    method,
    timestampMs: Date.now(),
    parameters: { ...formParameters(flags), ...timestamp, ...(await readNameValues(words)) },
  })
  const base = baseString(new Map(Object.entries(form)), { blank: 'signed' })
  if (flags.json) printJson({ base_string: base, sign: form['sign'], parameters: form })
  else print(`base string: ${base}\nsign: ${form['sign']}`)
}

const example = `
示例 Example:
  yaoquan sign taobao.item.seller.get --app-key 12345678 --app-secret helloworld --session test --sign-method md5 \\
    --timestamp '2016-01-01 12:00:00' fields=num_iid,title,nick,price,num num_iid=11223344
  sign: 66987CB115214E59E6EC978214934FB8`

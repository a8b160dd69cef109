import { parseLine, splitLines, uploadRedemption } from '@yaoquan/api'
import { BusinessError, InvalidRequestError, type ResultOf, type TopClient } from '@yaoquan/client'
import type { Command } from 'commander'
import { gatewayClient } from '#calls/gateway-client'
import { addCallFlags } from '#calls/send-call'
import { propertyValues, wireValues } from '#calls/wire-values'
import { openText, withStandardInput } from '#import/open-text'
import type { CallFlags } from '#options/gateway-options'
import { helpNotes } from '#terminal/help-notes'
import { OperationFault, print, printFault, printJson, say } from '#terminal/output'
import { table } from '#terminal/table'

type Result = ResultOf<typeof uploadRedemption>

/** `yaoquan redemption upload`: uploads the orders that tills redeemed while they were offline. It is written by hand because it makes a call of each line of a file. */
export function addRedemptionUpload(redemption: Command): void {
  const upload = redemption
    .command('upload')
    .description(
      say(
        '上传收银台断网时的核销，NDJSON 每行一个订单',
        'upload redemptions that tills made offline; NDJSON, one order per line',
      ),
    )
    .argument('<file>', say('文件，- 为标准输入', 'file, or - for standard input'))
  addCallFlags(upload, { isWrite: false })
    .addHelpText('after', notes)
    .action((path: string, flags: CallFlags) => withStandardInput(path, (readable) => uploadFile(readable, flags)))
}

/** Each line has its own request number, so that a file may be sent again. Refused lines are printed, and the others are sent. */
async function uploadFile(path: string, flags: CallFlags): Promise<void> {
  const client = gatewayClient(flags)
  const file = await openText(path)
  const verdictTable = table([
    say('行', 'Line'),
    say('裁定', 'Verdict'),
    say('订单号', 'Order'),
    say('券码', 'Code'),
    say('核销号', 'Redemption'),
    say('原因', 'Reason'),
  ])
  let [line, failures] = [0, 0]
  for await (const texts of splitLines(file.pieces(), tooLong)) {
    for (const text of texts) {
      line += 1
      if (text.trim() === '') continue
      const sent = await sendLine(client, text)
      if (sent.kind === 'failed') {
        failures += 1
        if (flags.json) printJson({ line, error_msg: sent.reason })
        else printFault(say(`第 ${line} 行: ${sent.reason}`, `line ${line}: ${sent.reason}`))
      } else if (flags.json) printJson({ line, ...wireValues(resultFields, sent.result) })
      else print(verdictTable(rowsOf(String(line), sent)))
    }
  }
  if (failures > 0) throw new OperationFault(`${failures} 行未上传`, `${failures} lines were not uploaded`)
}

const resultFields = uploadRedemption.response.result.fields

function tooLong(line: number): OperationFault {
  return new OperationFault(`文件已损坏: 第 ${line} 行过长`, `line ${line} is too long`)
}

type Sent = Readonly<{ kind: 'judged'; orderId: string; result: Result }>

async function sendLine(client: TopClient, text: string): Promise<Sent | Readonly<{ kind: 'failed'; reason: string }>> {
  const object = parseLine(text)
  if (object === undefined) return { kind: 'failed', reason: say('不是JSON对象', 'not a JSON object') }
  try {
    const request = propertyValues(uploadRedemption.request, object)
    return { kind: 'judged', orderId: request.orderId, result: await client.uploadRedemption(request) }
  } catch (error) {
    const isOfLine = [BusinessError, InvalidRequestError, OperationFault].some((kind) => error instanceof kind)
    if (isOfLine && error instanceof Error) return { kind: 'failed', reason: error.message }
    throw error
  }
}

function rowsOf(line: string, { orderId, result }: Sent): readonly (readonly string[])[] {
  return result.redemptions.map(({ verdict, couponCode, redemptionId, errorMessage = '' }) => {
    return [line, verdict, orderId, couponCode, redemptionId, errorMessage]
  })
}

const notes = helpNotes({
  notes: say(
    '每行的字段与 yaoquan.redemption.upload 一致，out_request_no 由收银台在核销时生成；中断后可以整个文件重发，不会重复。',
    'Lines have the fields of yaoquan.redemption.upload, with the out_request_no that the till made at the sale. After an interruption the whole file may be sent again: nothing is stored twice.',
  ),
  examples: ['yaoquan redemption upload redemptions.ndjson'],
})

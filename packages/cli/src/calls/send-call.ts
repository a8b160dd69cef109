import { businessErrors, type MethodDefinition, warningTexts } from '@yaoquan/api'
import type { ResultMethod } from '@yaoquan/client'
import type { Command } from 'commander'
import { jsonOption } from '#options/data-options'
import { addCredentials, type CallFlags, urlOption } from '#options/gateway-options'
import { language, localized, OperationFault, print, printJson, say } from '#terminal/output'
import type { CallRow, Given } from './call-row.ts'
import { gatewayClient } from './gateway-client.ts'
import { newOutRequestNo, outRequestNoOption, withRequestNumber } from './request-number.ts'
import { resultFields, wireValues } from './wire-values.ts'

/** Adds `--json`, `--url` and the credentials, and for a write `--out-request-no`. */
export function addCallFlags(command: Command, { isWrite }: Readonly<{ isWrite: boolean }>): Command {
  if (isWrite) command.addOption(outRequestNoOption())
  return addCredentials(command.addOption(jsonOption()).addOption(urlOption()))
}

/** A call and how its result is printed. */
export type Call = Readonly<{
  method: ResultMethod
  /** Sends it otherwise than by the definition. */
  call?: CallRow['call']
  request: Given
  /** The result as text, without a line break at the end. */
  show: (result: Given) => string
}>

/**
 * Calls a method and prints its result as text, or with `--json` as one JSON document with wire names. A write gets a request number,
 * which is printed first, so that it can be sent again.
 * @throws OperationFault if the method refuses or an item failed, after the document was printed
 */
export async function sendCall(flags: CallFlags, call: Call): Promise<void> {
  const { method } = call
  const outRequestNo = 'outRequestNo' in method.request ? (flags.outRequestNo ?? newOutRequestNo()) : undefined
  const head = outRequestNo === undefined ? {} : { out_request_no: outRequestNo }
  if (!flags.json && outRequestNo !== undefined) print(`out_request_no ${outRequestNo}`)
  const result = await answerOf(flags, call, outRequestNo)
  const isShown = result['success'] === true || result['errorCode'] === businessErrors.partlyFailed.code
  if (flags.json) printJson({ ...head, ...wireValues(resultFields(method), result), request_id: result['requestId'] })
  else if (isShown) print(`${call.show(result)}${notesOf(result)}`)
  if (result['success'] !== true) throw refusal(method, result, isShown)
}

async function answerOf(flags: CallFlags, { method, call, request }: Call, outRequestNo?: string): Promise<Given> {
  try {
    const sent = outRequestNo === undefined ? request : { outRequestNo, ...request }
    const client = gatewayClient(flags)
    if (call !== undefined) return { ...(await call(client, sent)), success: true }
    // What is wrong with the request, the server says.
    const { result, requestId } = await client.execute<ResultMethod>(method, sent as never)
    return { ...(result as object), requestId }
  } catch (error) {
    throw flags.json && outRequestNo !== undefined ? withRequestNumber(error, outRequestNo) : error
  }
}

/** What is said of every result: warnings, and that an earlier call did it. */
function notesOf({ alreadyDone, warnings }: Given): string {
  const again = say(
    '该请求号此前已处理，以上为首次结果',
    'this request number was done before; this is its first result',
  )
  const lines = Array.isArray(warnings) ? warnings.map(warningLine) : []
  return [...(alreadyDone ? [again] : []), ...lines].map((line) => `\n${line}`).join('')
}

type Warning = Readonly<{ code: string; message: string; field: string }>

function warningLine({ code, message, field }: Warning): string {
  const row = Object.values(warningTexts).find((one) => one.code === code)
  const text = language === 'zh' || row === undefined ? message : row.message.en.replace('{field}', field)
  return say(`提醒: ${text} (${code})`, `warning: ${text} (${code})`)
}

/**
 * The fault of a refusal: in Chinese the server's sentence, in English the text of the definition with the facts of the result.
 * @param isShown whether the result was printed
 */
export function refusal(method: MethodDefinition, result: Given, isShown = false): OperationFault {
  const { errorCode, errorMessage, success: _success, requestId: _id, ...facts } = result
  const row = method.errorCodes.find(({ code }) => code === errorCode)
  const shown = isShown
    ? []
    : Object.entries(wireValues(resultFields(method), facts)).filter(([, fact]) => isFact(fact))
  const en = [row?.message.en ?? 'refused', ...shown.map(([wire, fact]) => `${wire} ${fact}`)].join(', ')
  return new OperationFault(
    `${errorMessage ?? localized(row?.message ?? unknown)} (${errorCode})`,
    `${en} (${errorCode})`,
  )
}

const unknown = { zh: '未全部成功', en: 'refused' }

function isFact(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
}

import type { MethodDefinition } from '@yaoquan/api'
import { BusinessError, type ResultMethod, TopClient } from '@yaoquan/client'
import type { Command } from 'commander'
import { jsonOption } from '#options/data-options'
import { addCredentials, type Credentials, urlOption } from '#options/gateway-options'
import { OperationFault } from '#terminal/faults'
import { print, printJson } from '#terminal/output'
import { newOutRequestNo, outRequestNoOption, withRequestNumber } from './request-number.ts'
import { type Warned, warningNote } from './warning-note.ts'
import { wireValues } from './wire-values.ts'

export type GatewayFlags = Credentials & Readonly<{ url: string; json?: boolean }>
export type WriteFlags = GatewayFlags & Readonly<{ outRequestNo?: string }>

/** Adds `--json`, `--url` and the credentials. */
export function addGateway(command: Command): Command {
  return addCredentials(command.addOption(jsonOption()).addOption(urlOption()))
}

/** Like `addGateway`, plus `--out-request-no`, for commands that write. */
export function addWrite(command: Command): Command {
  return addGateway(command.addOption(outRequestNoOption()))
}

type Outcome = Readonly<{ success: boolean; errorCode?: string | undefined; errorMessage?: string | undefined }>

export type GatewayCall<R> = Readonly<{
  method: ResultMethod
  send: (client: TopClient) => Promise<R>
  /** The result as text, without a line break at the end. */
  show: (result: R) => string
}>

/**
 * Calls a method and prints its result as text, or with `--json` as one JSON document with wire names.
 * @throws BusinessError if the method refuses; with `--json` its result has been printed before
 */
export async function callAndPrint<R extends Outcome>(flags: GatewayFlags, call: GatewayCall<R>): Promise<void> {
  await sendAndPrint(flags, {}, call)
}

export type GatewayWrite<R> = Omit<GatewayCall<R>, 'send'> &
  Readonly<{ send: (client: TopClient, outRequestNo: string) => Promise<R> }>

/**
 * Like `callAndPrint`, for a write. Prints its request number, so that it can be retried: in the JSON document, or as the first line
 * of text. If no response arrived, the fault contains it.
 */
export async function writeAndPrint<R extends Outcome & Repetition & Warned>(
  flags: WriteFlags,
  write: GatewayWrite<R>,
): Promise<void> {
  const outRequestNo = flags.outRequestNo ?? newOutRequestNo()
  if (!flags.json) print(`out_request_no ${outRequestNo}`)
  const send = async (client: TopClient) => {
    try {
      return await write.send(client, outRequestNo)
    } catch (error) {
      throw flags.json ? withRequestNumber(error, outRequestNo) : error
    }
  }
  const show = (result: R) => `${write.show(result)}${result.alreadyDone ? repetitionNote : ''}${warningNote(result)}`
  await sendAndPrint(flags, { out_request_no: outRequestNo }, { ...write, send, show })
}

/** Whether an earlier call with the same number has already done the write. */
type Repetition = Readonly<{ alreadyDone?: boolean | undefined }>

const repetitionNote = '（该请求号此前已处理，以上为首次结果 already done; this is the first result）'

async function sendAndPrint<R extends Outcome>(flags: GatewayFlags, head: object, call: GatewayCall<R>): Promise<void> {
  try {
    const result = await call.send(new TopClient(flags))
    if (flags.json) printJson({ ...head, ...resultMembers(call.method, result) })
    else print(call.show(result))
    if (!result.success) throw new OperationFault(result.errorMessage ?? '未全部成功', result.errorCode ?? 'failed')
  } catch (error) {
    if (error instanceof BusinessError && flags.json) {
      printJson({ ...head, ...resultMembers(call.method, { ...error.result, requestId: error.requestId }) })
    }
    throw error
  }
}

function resultMembers({ response }: ResultMethod & MethodDefinition, result: object): object {
  const { fields } = response.result as Extract<MethodDefinition['response'][string], { kind: 'object' }>
  return { ...wireValues(fields, result), request_id: Reflect.get(result, 'requestId') }
}

import type { MethodDefinition } from '@yaoquan/api'
import { BusinessError, type ResultMethod, TopClient } from '@yaoquan/client'
import type { Command } from 'commander'
import { jsonOption } from '#options/data-options'
import { addCredentials, type Credentials, urlOption } from '#options/gateway-options'
import { newOutRequestNo, outRequestNoOption } from '#options/out-request-no'
import { OperationFault } from '#terminal/faults'
import { print, printJson } from '#terminal/output'
import { withRequestNumber } from './request-number.ts'
import { wireValues } from './wire-values.ts'

export type GatewayFlags = Credentials & Readonly<{ url: string; json?: boolean }>
export type WriteFlags = GatewayFlags & Readonly<{ outRequestNo?: string }>

/** Adds where and as whom to call, and `--json`. */
export function addGateway(command: Command): Command {
  return addCredentials(command.addOption(jsonOption()).addOption(urlOption()))
}

/** The same for a command that writes, with the number that makes it happen once. */
export function addWrite(command: Command): Command {
  return addGateway(command.addOption(outRequestNoOption()))
}

type Outcome = Readonly<{ success: boolean; errorCode?: string | undefined; errorMessage?: string | undefined }>

export type Question<R> = Readonly<{
  method: ResultMethod
  ask: (client: TopClient) => Promise<R>
  /** The result for a person, without a line break at its end. */
  show: (result: R) => string
}>

/**
 * Calls a method and prints its result: one JSON document in the names of the wire, or text.
 * @throws BusinessError if the method refused, with `--json` after its result was printed
 */
export async function callAndPrint<R extends Outcome>(flags: GatewayFlags, question: Question<R>): Promise<void> {
  await printing(flags, {}, question)
}

export type WriteQuestion<R> = Omit<Question<R>, 'ask'> &
  Readonly<{ ask: (client: TopClient, outRequestNo: string) => Promise<R> }>

/**
 * The same for a write. Its number is printed, so that it can be sent again: in the JSON document, or as the first line;
 * if no answer came, in the fault.
 */
export async function writeAndPrint<R extends Outcome>(flags: WriteFlags, question: WriteQuestion<R>): Promise<void> {
  const outRequestNo = flags.outRequestNo ?? newOutRequestNo()
  if (!flags.json) print(`out_request_no ${outRequestNo}`)
  const ask = async (client: TopClient) => {
    try {
      return await question.ask(client, outRequestNo)
    } catch (error) {
      throw flags.json ? withRequestNumber(error, outRequestNo) : error
    }
  }
  await printing(flags, { out_request_no: outRequestNo }, { ...question, ask })
}

async function printing<R extends Outcome>(flags: GatewayFlags, head: object, question: Question<R>): Promise<void> {
  try {
    const result = await question.ask(new TopClient(flags))
    if (flags.json) printJson({ ...head, ...resultMembers(question.method, result) })
    else print(question.show(result))
    if (!result.success) throw new OperationFault(result.errorMessage ?? '未全部成功', result.errorCode ?? 'failed')
  } catch (error) {
    if (error instanceof BusinessError && flags.json) {
      printJson({ ...head, ...resultMembers(question.method, { ...error.result, requestId: error.requestId }) })
    }
    throw error
  }
}

function resultMembers({ response }: ResultMethod & MethodDefinition, result: object): object {
  const { fields } = response.result as Extract<MethodDefinition['response'][string], { kind: 'object' }>
  return { ...wireValues(fields, result), request_id: Reflect.get(result, 'requestId') }
}

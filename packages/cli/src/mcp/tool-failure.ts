import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { bothTexts, type ErrorRow, errors, type MethodDefinition } from '@yaoquan/api'
import type { TopClientError } from '@yaoquan/client'
import { failed } from './tool.ts'

export type Refusal = Readonly<{ errorCode?: string; errorMessage?: string }>

/** A refusal of the method itself, with the cure of its definition. Two causes may share a code: both are told. */
export function refusalFailure(
  { errorCodes }: MethodDefinition,
  { errorCode, errorMessage }: Refusal,
  requestId: string,
): CallToolResult {
  const known = errorCodes.filter(({ code }) => code === errorCode)
  const cures = [...new Set(known.map(({ cure }) => bothTexts(cure)))]
  return failed({
    error_code: errorCode,
    error_msg: errorMessage,
    cure: cures.length === 0 ? undefined : cures.join('; '),
    request_id: requestId,
  })
}

/**
 * A call that the gateway refused, or that found no gateway, with cause and cure of the error table.
 * @param secrets taken out of what the gateway says: a sandbox repeats what was signed, the session included
 */
export function callFailure(error: TopClientError, secrets: readonly string[]): CallToolResult {
  const row = rowOf(error)
  return failed({
    code: error.code,
    sub_code: error.subCode,
    sub_msg: error.subMessage === undefined ? undefined : withoutSecrets(error.subMessage, secrets),
    message: error.subMessage === undefined ? withoutSecrets(error.message, secrets) : row?.msg,
    cause: row === undefined ? undefined : bothTexts(row.cause),
    cure: row === undefined ? unreachableCure : bothTexts(row.cure),
    request_id: error.requestId,
  })
}

/** The row with the code and, where several have it, the sub code. */
function rowOf({ code, subCode }: TopClientError): ErrorRow | undefined {
  const rows: readonly ErrorRow[] = Object.values(errors)
  const ofCode = rows.filter((row) => row.code === code)
  return ofCode.find((row) => row.subCode === subCode) ?? ofCode[0]
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== '').reduce((left, secret) => left.replaceAll(secret, '***'), text)
}

const unreachableCure = '检查网关地址与服务是否运行 / check the address of the gateway, and whether the server runs'

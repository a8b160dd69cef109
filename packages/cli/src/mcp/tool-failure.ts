import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { bothTexts, type ErrorRow, errors, type MethodDefinition } from '@yaoquan/api'
import type { TopClientError } from '@yaoquan/client'
import { failed } from './tool.ts'

export type Refusal = Readonly<{ errorCode?: string; errorMessage?: string }>

/** A refusal by the method, with the solutions from its definition. Several causes may share a code; all are included. */
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
 * A call that the gateway refused or that did not reach a gateway, with cause and solution from the error table.
 * @param secrets removed from the gateway's texts: a sandbox repeats what was signed, including the session
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

/** The row with this code and, if several rows share the code, this sub code. */
function rowOf({ code, subCode }: TopClientError): ErrorRow | undefined {
  const rows: readonly ErrorRow[] = Object.values(errors)
  const ofCode = rows.filter((row) => row.code === code)
  return ofCode.find((row) => row.subCode === subCode) ?? ofCode[0]
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== '').reduce((left, secret) => left.replaceAll(secret, '***'), text)
}

const unreachableCure =
  '检查网关地址，以及服务是否在运行 / check the URL of the gateway and whether the server is running'

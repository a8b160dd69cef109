import { text } from '@yaoquan/api'
import { baseString, findSignatureMistake, type Parameters, readParameters, verifySignature } from '@yaoquan/protocol'
import { localized, say } from '#terminal/language'
import { closedSchema, failed, structured, type Tool } from './tool.ts'

const input = {
  request: text(
    'request',
    'method=taobao.time.get&app_key=12345678&timestamp=2026-11-24+22%3A29%3A00&sign_method=md5&v=2.0&sign=0',
    '失败的请求：完整URL，或表单内容（URL编码）',
    'The failed request: its full URL, or its URL-encoded form body',
    { required: true, maxLength: 20_000 },
  ),
}

/**
 * Explains why the signature of a request is wrong, like the sandbox of the gateway does. Uses the secret that the MCP server was
 * started with; the result does not contain it.
 */
export function signatureTool({ appKey, appSecret }: Readonly<{ appKey: string; appSecret: string }>): Tool {
  return {
    name: 'explain_signature',
    title: say('分析签名错误', 'Explain a wrong signature'),
    description: say(
      '找出请求签名错误的原因，并给出服务端的待签名串（不含AppSecret）',
      'Find the mistake in the signature of a request; returns the base string the server computes, without the secret',
    ),
    inputSchema: closedSchema(input),
    callsGateway: false,
    async answer(given) {
      const read = readParameters({
        queryString: queryOf(String(Reflect.get(given, 'request')).trim()),
        contentType: undefined,
        body: new Uint8Array(),
      })
      if (read.kind !== 'read') return failed({ message: unreadable })
      if (read.parameters.get('app_key') !== appKey) {
        return failed({ message: say(`请求不是应用 ${appKey} 发出的`, `the request was not sent by app ${appKey}`) })
      }
      return structured(explained(read.parameters, appSecret))
    },
  }
}

const unreadable = say('请求无法读取或参数有冲突', 'the request cannot be read or has conflicting parameters')

function queryOf(request: string): string {
  return URL.canParse(request) ? new URL(request).search.slice(1) : request
}

function explained(parameters: Parameters, secret: string): Readonly<Record<string, unknown>> {
  const base = baseString(parameters, { blank: 'signed' })
  if (verifySignature({ parameters, secret })) return { fits: true, base_string: base }
  const { message, signedText } = findSignatureMistake({ parameters, secret })
  return {
    fits: false,
    mistake: localized(message),
    base_string: base,
    ...(signedText === undefined ? {} : { signed_text: signedText }),
  }
}

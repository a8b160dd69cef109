import { bothTexts, objectSchema, text } from '@yaoquan/api'
import { baseString, findSignatureMistake, type Parameters, readParameters, verifySignature } from '@yaoquan/protocol'
import { failed, structured, type Tool } from './tool.ts'

const input = {
  request: text(
    'request',
    'method=taobao.time.get&app_key=12345678&timestamp=2026-11-24+22%3A29%3A00&sign_method=md5&v=2.0&sign=0',
    '失败的请求：完整URL，或表单内容（URL编码）',
    'The request that failed: its whole URL, or its form body, URL-encoded',
    { required: true, maxLength: 20_000 },
  ),
}

/**
 * Why the signature of a request does not fit. It signs with the secret that this program was started with, of which the
 * answer holds nothing, as the sandbox of the gateway does.
 */
export function signatureTool({ appKey, appSecret }: Readonly<{ appKey: string; appSecret: string }>): Tool {
  return {
    name: 'explain_signature',
    title: '分析签名错误 / Explain a signature',
    description:
      '找出请求签名错误的原因，并给出服务端的待签名串（不含AppSecret） / Names the mistake in the signature of a request and gives the base string of the server, without the secret',
    inputSchema: { ...objectSchema(input, 'plain'), additionalProperties: false },
    asksGateway: false,
    async answer(given) {
      const read = readParameters({
        queryString: queryOf(String(Reflect.get(given, 'request')).trim()),
        contentType: undefined,
        body: new Uint8Array(),
      })
      if (read.kind !== 'read') return failed({ message: '请求无法读取或参数有冲突 / the request cannot be read' })
      if (read.parameters.get('app_key') !== appKey) {
        return failed({ message: `请求不是应用 ${appKey} 的 / the request is not of app ${appKey}` })
      }
      return structured(explained(read.parameters, appSecret))
    },
  }
}

function queryOf(request: string): string {
  return URL.canParse(request) ? new URL(request).search.slice(1) : request
}

function explained(parameters: Parameters, secret: string): Readonly<Record<string, unknown>> {
  const base = baseString(parameters, { blank: 'signed' })
  if (verifySignature({ parameters, secret })) return { fits: true, base_string: base }
  const { message, signedText } = findSignatureMistake({ parameters, secret })
  return {
    fits: false,
    mistake: bothTexts(message),
    base_string: base,
    ...(signedText === undefined ? {} : { signed_text: signedText }),
  }
}

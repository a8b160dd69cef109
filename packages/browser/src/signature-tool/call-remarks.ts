import { type MethodDefinition, methods } from '@yaoquan/api'
import { decodeRequest, type Parameters, readEncoding, signMethodOf } from '@yaoquan/protocol'
import { type PastedRequest, type Reading, type Remark, remarkOf } from './pasted-request.ts'
import { isBatch } from './read-pasted-request.ts'
import { timestampRemark } from './timestamp-remark.ts'

/** Faults of a call other than its signature: those for which the gateway would refuse it, and signs of damaged text. */
export function callRemarks(pasted: PastedRequest, { read }: Reading, nowMs: number): readonly Remark[] {
  if (read.kind === 'unreadable') {
    const unread = { zh: `无法读取参数: ${read.reason}`, en: `The parameters cannot be read: ${read.reason}` }
    return [bodyRemark(pasted) ?? remarkOf('wrong', unread)]
  }
  const { parameters } = read
  if ([...parameters.values()].every((value) => value === '')) {
    const nothingRead = remarkOf('wrong', {
      zh: '没有读出任何参数：请粘贴完整的地址、请求体、curl 命令或HTTP请求',
      en: 'No parameter was found: paste the complete address, body, curl command or HTTP request',
    })
    return [bodyRemark(pasted) ?? nothingRead]
  }
  return [
    read.kind === 'conflicting' &&
      remarkOf('wrong', {
        zh: `参数 ${read.name} 出现了多个不同的值（错误码 41），这里按第一个计算`,
        en: `The parameter ${read.name} has several different values (code 41); the first one is used here`,
      }),
    bodyRemark(pasted),
    ...missingParameters(parameters, pasted),
    damagedEntities(parameters),
    ...undecodable(pasted, parameters),
    readEncoding(parameters) === undefined &&
      remarkOf('wrong', { zh: 'format 应为 json 或 xml（错误码 23）', en: 'format must be json or xml (code 23)' }),
    pathRemark(pasted.path),
    timestampRemark(parameters.get('timestamp'), nowMs),
    refusedRequest(parameters),
  ].filter((remark) => remark !== undefined && remark !== false)
}

/** The gateway reads parameters only from forms and JSON objects. */
function bodyRemark({ contentType, body, path }: PastedRequest): Remark | undefined {
  const type = contentType?.toLowerCase() ?? ''
  if (body === '' || type === '' || /form-urlencoded|multipart\/form-data|json/.test(type) || isBatch({ path })) {
    return undefined
  }
  return remarkOf('wrong', {
    zh: `Content-Type 为 ${contentType}：网关不从这种请求体读取参数，请使用 application/x-www-form-urlencoded`,
    en: `The Content-Type is ${contentType}: the gateway reads no parameters from such a body; send application/x-www-form-urlencoded`,
  })
}

const needed = [
  ['method', 21],
  ['app_key', 28],
  ['sign', 24],
] as const

function missingParameters(parameters: Parameters, pasted: PastedRequest): readonly Remark[] {
  return needed
    .filter(([name]) => !parameters.get(name)?.trim() && !(name === 'method' && isBatch(pasted)))
    .map(([name, code]) =>
      remarkOf('wrong', { zh: `缺少 ${name}（错误码 ${code}）`, en: `${name} is missing (code ${code})` }),
    )
    .concat(signMethodOf(parameters) === 'md5-prefix' ? [noSignMethod] : [])
}

const noSignMethod = remarkOf('doubtful', {
  zh: '没有 sign_method：按缺省的 MD5(AppSecret + 待签名串) 验证，末尾不加 AppSecret',
  en: 'No sign_method: verified as the default MD5(secret + base string), without the secret at the end',
})

/** HTML turns `&timestamp` into `×tamp` (entity `&times`) and `&` into `&amp;`. */
function damagedEntities(parameters: Parameters): Remark | undefined {
  const isDamaged = [...parameters].some(([name, value]) => name.startsWith('amp;') || value.includes('×tamp'))
  if (!isDamaged && !parameters.has('×tamp')) return undefined
  return remarkOf('wrong', {
    zh: '请求经过了HTML：&timestamp 变成了 ×tamp，或 & 变成了 &amp;',
    en: 'The request went through HTML: &timestamp became ×tamp, or & became &amp;',
  })
}

function undecodable({ queryString, body }: PastedRequest, parameters: Parameters): readonly Remark[] {
  const names = [...parameters].filter(([, value]) => value.includes('\ufffd')).map(([name]) => name)
  return names.map((name) => {
    const gbk = gbkValue(`${queryString}&${body}`, name)
    return remarkOf('wrong', {
      zh: `参数 ${name} 含有不是UTF-8的字节${gbk === undefined ? '' : `，按GBK读作「${gbk}」`}：请按UTF-8做URL编码`,
      en: `The parameter ${name} contains bytes that are not UTF-8${gbk === undefined ? '' : `; decoded as GBK they are "${gbk}"`}: URL-encode it as UTF-8`,
    })
  })
}

/** @returns undefined if the bytes are not GBK either */
function gbkValue(encoded: string, name: string): string | undefined {
  const pair = encoded.split('&').find((text) => text.startsWith(`${name}=`))
  const bytes = pair
    ?.slice(name.length + 1)
    .replaceAll('+', ' ')
    .match(/%[0-9a-f]{2}|[^%]|%/gi)
    ?.map((piece) => (piece.length === 3 ? Number.parseInt(piece.slice(1), 16) : piece.charCodeAt(0)))
  if (bytes === undefined || bytes.some((byte) => byte > 0xff)) return undefined
  const text = new TextDecoder('gbk').decode(Uint8Array.from(bytes))
  return text.includes('\ufffd') ? undefined : text
}

function pathRemark(path: string | undefined): Remark | undefined {
  if (path === undefined || /^\/router\/(?:rest|batch)$/.test(path)) return undefined
  return remarkOf('doubtful', {
    zh: `路径是 ${path}，网关的地址以 /router/rest 结尾`,
    en: `The path is ${path}; the gateway's address ends with /router/rest`,
  })
}

const definitions = new Map<string, MethodDefinition>(Object.entries(methods))

/** The refusal of the parameters that would follow a valid signature. */
function refusedRequest(parameters: Parameters): Remark | undefined {
  const name = parameters.get('method')?.trim() ?? ''
  const definition = definitions.get(name)
  if (name === '') return undefined
  if (definition === undefined) {
    return remarkOf('doubtful', {
      zh: `没有名为 ${name} 的API（错误码 22）`,
      en: `There is no method ${name} (code 22)`,
    })
  }
  const decoded = decodeRequest(definition, parameters)
  if (decoded.kind === 'decoded') return undefined
  const { code, msg, subMsg } = decoded.error
  return remarkOf('doubtful', {
    zh: `签名正确后，参数还会被拒绝: ${code} ${subMsg ?? msg}`,
    en: `With a valid signature the parameters will still be refused: ${code} ${subMsg ?? msg}`,
  })
}

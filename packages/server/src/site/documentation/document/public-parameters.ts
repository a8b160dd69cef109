import type { Text } from '@yaoquan/api'
import { type Html, html } from '#site/html'
import { dataTable } from './data-table.ts'
import type { View } from './document.ts'

/** A parameter of every request or a member of any response (docs/reference/top-protocol.md, 1, 3 and 9). */
type PublicParameter = Readonly<{
  name: string
  type: 'String' | 'Number' | 'Boolean'
  isRequired: boolean
  description: Text
}>

const parameter = (name: string, isRequired: boolean, zh: string, en: string): PublicParameter => ({
  name,
  type: 'String',
  isRequired,
  description: { zh, en },
})

export const publicRequestParameters: readonly PublicParameter[] = [
  parameter('method', true, 'API接口名称', 'Name of the method'),
  parameter('app_key', true, '分配给应用的AppKey，例如：12345678', "The app's key, e.g. 12345678"),
  parameter(
    'session',
    false,
    '授权信息。应用只服务一个连锁时不需要；服务多个连锁时必传，用来指明本次操作的连锁',
    'Identifies the seller. Required for apps that serve several sellers, not needed for apps that serve one',
  ),
  parameter(
    'timestamp',
    true,
    '时间戳，格式为yyyy-MM-dd HH:mm:ss，时区为GMT+8，例如：2026-11-24 22:29:00；也接受13位毫秒与10位秒。允许最大误差10分钟',
    'yyyy-MM-dd HH:mm:ss in GMT+8, e.g. 2026-11-24 22:29:00, or epoch milliseconds or seconds; may be off by up to 10 minutes',
  ),
  parameter('v', false, 'API协议版本，可选值：2.0；缺省2.0', 'Protocol version: 2.0 (default)'),
  parameter(
    'sign_method',
    false,
    '签名的摘要算法，可选值为：hmac，md5，hmac-sha256；缺省为只在前面加密钥的MD5（旧SDK）',
    'Digest of the signature: md5, hmac or hmac-sha256. If absent: MD5 with the secret in front only, as old SDKs sign',
  ),
  parameter('sign', true, 'API输入参数签名结果，大小写均可', 'Signature of all parameters, upper or lower case'),
  parameter('format', false, '响应格式，可选值：xml，json；缺省为xml', 'Format of the response: xml (default) or json'),
  parameter(
    'simplify',
    false,
    '是否采用精简JSON返回格式，仅当 format=json 且值为 true 时有效',
    'true together with format=json: JSON without a root element and without list wrappers',
  ),
]

export const publicResponseParameters: readonly PublicParameter[] = [
  parameter(
    'request_id',
    true,
    '每次请求的唯一标识，排查问题时请提供',
    'Id of this call; include it when you ask for help',
  ),
  parameter('error_response', false, '请求访问失败时返回的根节点', 'Root of the response to a failed call'),
  { ...parameter('code', false, '请求失败返回的错误码', 'Error code'), type: 'Number' },
  parameter('msg', false, '请求失败返回的错误信息', 'Meaning of the code'),
  parameter('sub_code', false, '请求失败返回的子错误码', 'Sub code: the cause'),
  parameter('sub_msg', false, '请求失败返回的子错误信息', 'The cause, in words'),
  parameter(
    '***_response',
    false,
    "请求成功返回的根节点，'***' 为API名称的下划线模式（去掉开头的 taobao.）",
    "Root of the response to a successful call; '***' is the method name with underscores, without a leading taobao.",
  ),
]

/** Tables of 请求地址, 公共请求参数 and 公共响应参数 with headings. */
export function publicParameterTables({ language, gatewayUrl }: View): Html {
  const requestRows = publicRequestParameters.map(({ name, type, isRequired, description }) => ({
    id: `public.${name}`,
    cells: [html`<code>${name}</code>`, type, texts[isRequired ? 'must' : 'may'][language], description[language]],
  }))
  const responseRows = publicResponseParameters.map(({ name, type, description }) => ({
    cells: [html`<code>${name}</code>`, type, description[language]],
  }))
  const address = { cells: [texts.environment[language], html`<code>${gatewayUrl}</code>`] }
  return html`<h3 id="request-address">${texts.address[language]}</h3>
${dataTable(texts.addressColumns[language], [address])}
<h3 id="public-request-parameters">${texts.request[language]}</h3>
${dataTable(texts.requestColumns[language], requestRows)}
<h3 id="public-response-parameters">${texts.response[language]}</h3>
${dataTable(texts.responseColumns[language], responseRows)}`
}

const texts = {
  address: { zh: '请求地址', en: 'Address' },
  addressColumns: { zh: ['环境', 'HTTP(S)地址'], en: ['Environment', 'HTTP(S) address'] },
  environment: { zh: '本服务', en: 'this server' },
  request: { zh: '公共请求参数', en: 'Public request parameters' },
  requestColumns: { zh: ['名称', '类型', '是否必须', '描述'], en: ['Name', 'Type', 'Required', 'Description'] },
  must: { zh: '必须', en: 'required' },
  may: { zh: '可选', en: 'optional' },
  response: { zh: '公共响应参数', en: 'Public response members' },
  responseColumns: { zh: ['名称', '类型', '描述'], en: ['Name', 'Type', 'Description'] },
} as const

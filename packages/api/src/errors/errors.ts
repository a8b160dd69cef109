import type { Text } from '../language/field.ts'

/**
 * One error answer of the gateway. Placeholders such as `{name}` are filled in when the error is raised. Wire texts:
 * docs/reference/top-protocol.md, 5.1 (observed) and 5.2 (documented names); which code answers what:
 * docs/reference/decisions.md, "Order of checks".
 */
export type ErrorRow = Readonly<{
  code: number
  msg: string
  subCode?: string
  /** Chinese, or English for every app. */
  subMsg?: string
  /** For apps that ask for English; absent where `subMsg` is English. */
  subMsgEn?: string
  /** Whether the same call, unchanged, may succeed later. */
  isTransient: boolean
  cause: Text
  cure: Text
}>

type Wire = Pick<ErrorRow, 'code' | 'msg' | 'subCode' | 'subMsg' | 'subMsgEn'>

const lasting = <const W extends Wire>(wire: W, cause: Text, cure: Text) =>
  ({ ...wire, isTransient: false, cause, cure }) as const

const transient = <const W extends Wire>(wire: W, cause: Text, cure: Text) =>
  ({ ...wire, isTransient: true, cause, cure }) as const

/** The errors of the gateway. Methods report refusals of their own in their result (`businessErrors`). */
export const errors = {
  appCallLimited: transient(
    {
      code: 7,
      msg: 'App Call Limited',
      subCode: 'accesscontrol.limited-by-app-access-count',
      subMsg: 'This ban will last for {seconds} more seconds',
    },
    { zh: '应用的调用次数或频率超过限制', en: 'The app exceeded its daily quota or its rate limit' },
    {
      zh: '等待 sub_msg 给出的秒数后再调用，或请管理员提高额度',
      en: 'Wait the number of seconds in sub_msg, or ask the operator for a higher limit',
    },
  ),
  tooManyPhonesTried: transient(
    {
      code: 7,
      msg: 'App Call Limited',
      subCode: 'accesscontrol.limited-by-unknown-phones',
      subMsg: 'This ban will last for {seconds} more seconds: {rule}',
    },
    {
      zh: '看不到完整手机号的应用查了太多没有结果的手机号：同一门店与地址每分钟60个，或一天内20个前三位与后四位相同的',
      en: 'An app that sees phones masked looked up too many phones that found nothing: 60 a minute for a shop and address, or 20 a day whose first three and last four digits are equal',
    },
    {
      zh: '等待 sub_msg 给出的秒数后再按手机号查询；其他查询不受影响',
      en: 'Wait the number of seconds in sub_msg before you look up phones again; other calls go on',
    },
  ),
  httpActionNotAllowed: lasting(
    { code: 9, msg: 'Http action not allowed' },
    { zh: '使用了 GET、POST 以外的 HTTP 方法', en: 'An HTTP method other than GET or POST' },
    { zh: '请使用大写的 GET 或 POST', en: 'Use GET or POST in upper case' },
  ),
  serviceUnavailable: transient(
    {
      code: 10,
      msg: 'Service Currently Unavailable',
      subCode: 'isp.service-unavailable',
      subMsg: '服务暂不可用，请稍后重试',
      subMsgEn: 'The service is unavailable; retry shortly',
    },
    { zh: '服务正在启动、停止或过载', en: 'The server is starting, stopping or overloaded' },
    { zh: '稍后重试', en: 'Retry shortly' },
  ),
  ipNotAllowed: lasting(
    {
      code: 11,
      msg: 'Insufficient isv permissions',
      subCode: 'isv.permission-ip-whitelist-limit',
      subMsg: '调用方IP {ip} 不在应用的IP白名单内',
      subMsgEn: 'The address {ip} is not on the allow list of the app',
    },
    { zh: '调用方IP不在应用的IP白名单内', en: "The caller's IP address is not on the app's allow list" },
    {
      zh: '从白名单内的机器调用，或请管理员把该IP加入白名单',
      en: 'Call from an allowed address, or ask the operator to add this one',
    },
  ),
  methodNotAllowed: lasting(
    {
      code: 11,
      msg: 'Insufficient isv permissions',
      subCode: 'isv.permission-api-package-limit',
      subMsg: '应用没有调用 {method} 的权限',
      subMsgEn: 'The app may not call {method}',
    },
    { zh: '应用没有调用该API的权限', en: 'The app is not granted this method' },
    { zh: '请管理员为应用开通该API', en: 'Ask the operator to grant the method to the app' },
  ),
  operatorNotAllowed: lasting(
    {
      code: 12,
      msg: 'Insufficient user permissions',
      subCode: 'isv.operator-role-limit',
      subMsg: '{rule}',
    },
    {
      zh: '控制台的操作员：角色或门店不允许该操作。应用的调用不会收到此错误',
      en: 'An operator at the console: the role, or its shops, do not allow it. Calls of apps never get this error',
    },
    { zh: '请负责人调整角色或门店', en: 'Ask an owner to change the role or its shops' },
  ),
  remoteServiceError: transient(
    {
      code: 15,
      msg: 'Remote service error',
      subCode: 'isp.unknown-error',
      subMsg: '服务内部错误，请凭request_id联系管理员',
      subMsgEn: 'Internal error; ask the operator with the request_id',
    },
    { zh: '服务内部错误', en: 'Internal error of the server' },
    {
      zh: '重试；仍失败时请把 request_id 交给管理员',
      en: 'Retry; if the error persists, give the request_id to the operator',
    },
  ),
  storeUnavailable: transient(
    {
      code: 15,
      msg: 'Remote service error',
      subCode: 'isp.store-service-unavailable',
      subMsg: '数据暂时繁忙或不可用，请稍后重试；写操作请使用相同的 out_request_no 和内容',
      subMsgEn: 'The data is busy or unavailable; retry shortly, a write with the same out_request_no and content',
    },
    {
      zh: '同时写入的请求过多，或数据库暂时不可用',
      en: 'Too many calls write the same data concurrently, or the database is temporarily unavailable',
    },
    {
      zh: '以相同的 out_request_no 和内容重试：已做过的写操作会返回首次结果',
      en: 'Retry with the same out_request_no and content: a write that was already done returns its first answer',
    },
  ),
  upstreamUnreachable: transient(
    {
      code: 15,
      msg: 'Remote service error',
      subCode: 'isp.remote-connection-error',
      subMsg: '无法连接应答此调用的系统，或连接在应答前中断',
      subMsgEn: 'The system that answers this call cannot be reached, or the connection broke before its answer',
    },
    {
      zh: '仅影子运行：应答此调用的现有CRM或药券没有应答，连接失败或中断',
      en: "Shadow run only: today's CRM or Yaoquan, whichever answers this call, gave no answer; the connection failed or broke",
    },
    {
      zh: '稍后重试；写操作可能已经完成，请先查询',
      en: 'Retry shortly; a write may have been done, so look it up first',
    },
  ),
  upstreamTimeout: transient(
    {
      code: 15,
      msg: 'Remote service error',
      subCode: 'isp.remote-service-timeout',
      subMsg: '此调用在{seconds}秒内没有得到应答',
      subMsgEn: 'This call got no answer within {seconds} seconds',
    },
    {
      zh: '仅影子运行：应答此调用的现有CRM或药券没有按时应答，或请求到达过慢',
      en: "Shadow run only: today's CRM or Yaoquan, whichever answers this call, did not in time, or the request came too slowly",
    },
    {
      zh: '稍后重试；写操作可能已经完成，请先查询',
      en: 'Retry shortly; a write may have been done, so look it up first',
    },
  ),
  missingMethod: lasting(
    { code: 21, msg: 'Missing method', subMsg: 'http传入的参数加入method字段', subMsgEn: 'Add the parameter method' },
    { zh: '缺少方法名参数', en: 'No method parameter' },
    { zh: '传入 method 参数', en: 'Send the method parameter' },
  ),
  invalidMethod: lasting(
    { code: 22, msg: 'Invalid method', subMsg: '没有这个API{nearest}', subMsgEn: 'There is no such API{nearest}' },
    { zh: '不存在的方法名', en: 'The method does not exist' },
    {
      zh: '检查 method 的拼写；sub_msg 给出应用可调用的API中最接近的一个',
      en: 'Check the spelling of method; sub_msg names the nearest one that the app may call',
    },
  ),
  invalidFormat: lasting(
    { code: 23, msg: 'Invalid format' },
    { zh: 'format 不是 xml 或 json', en: 'format is neither xml nor json' },
    { zh: '传入 format=json 或 format=xml，缺省为 xml', en: 'Send format=json or format=xml; the default is xml' },
  ),
  missingSignature: lasting(
    { code: 24, msg: 'Missing signature' },
    { zh: '缺少签名参数', en: 'No sign parameter' },
    { zh: '传入 sign 参数', en: 'Send the sign parameter' },
  ),
  invalidSignature: lasting(
    {
      code: 25,
      msg: 'Invalid signature',
      subMsg: '签名与请求不符，见文档中心“签名” /docs/signature',
      subMsgEn: 'The signature does not match the request; see /docs/en/signature',
    },
    {
      zh: '签名与参数不符，或 sign_method 未知',
      en: 'The sign does not match the parameters, or sign_method is unknown',
    },
    {
      zh: '检查AppSecret、待签名串与 sign_method（md5、hmac、hmac-sha256）；沙箱环境会指出具体错误',
      en: 'Check the secret, the base string and sign_method (md5, hmac, hmac-sha256); the sandbox reports the exact mistake',
    },
  ),
  reusedSignature: lasting(
    {
      code: 25,
      msg: 'Invalid signature',
      subCode: 'isv.signature-reused',
      subMsg: '该签名已用于另一次调用：参数、路径、批量分隔符或请求体与首次收到时不同',
      subMsgEn: 'The signature was used for another call: its parameters, path, batch separator or body were different',
    },
    {
      zh: '同一个 sign 的写操作此前以不同的参数、路径、批量分隔符或请求体收到过：截获的签名被重新拆分后使用',
      en: 'A write with the same sign was received before with other parameters or another path, batch separator or body: a captured signature was reused for parameters that were split differently',
    },
    {
      zh: '重试时原样重发，或以新的 timestamp 重新签名（out_request_no 不变）',
      en: 'Retry with exactly the same bytes, or sign again with a new timestamp and the same out_request_no',
    },
  ),
  missingSession: lasting(
    { code: 26, msg: 'Missing session' },
    {
      zh: '应用授权了多个连锁，调用时没有说明是哪一个',
      en: 'The app is authorized for several sellers and the call does not name one',
    },
    { zh: '传入该连锁的 session', en: "Send the seller's session" },
  ),
  invalidSession: lasting(
    {
      code: 27,
      msg: 'Invalid session',
      subCode: 'invalid-sessionkey',
      subMsg: 'SessionKey非法',
      subMsgEn: 'The session is invalid',
    },
    { zh: 'session 不存在，或不属于该应用', en: 'The session does not exist or belongs to another app' },
    { zh: '使用为该应用签发的 session', en: 'Use a session issued for this app' },
  ),
  sessionExpired: lasting(
    {
      code: 27,
      msg: 'Invalid session',
      subCode: 'session-expired',
      subMsg: '非法或过期的SessionKey参数，请使用有效的SessionKey参数',
      subMsgEn: 'The session is invalid or has expired; send a valid one',
    },
    { zh: 'session 已过期', en: 'The session has expired' },
    { zh: '请管理员重新签发 session', en: 'Ask the operator to issue a new session' },
  ),
  missingAppKey: lasting(
    { code: 28, msg: 'Missing app key' },
    { zh: '缺少AppKey参数', en: 'No app_key parameter' },
    { zh: '传入 app_key 参数', en: 'Send the app_key parameter' },
  ),
  invalidAppKey: lasting(
    { code: 29, msg: 'Invalid app Key', subCode: 'isv.appkey-not-exists' },
    { zh: 'AppKey不存在或已停用', en: 'The app_key is unknown or disabled' },
    { zh: '检查 app_key', en: 'Check the app_key' },
  ),
  missingTimestamp: lasting(
    { code: 30, msg: 'Missing timestamp' },
    { zh: '缺少时间戳参数', en: 'No timestamp parameter' },
    {
      zh: '传入 timestamp 参数；sub_msg 是服务器时间',
      en: 'Send the timestamp parameter; sub_msg has the server time',
    },
  ),
  invalidTimestamp: lasting(
    { code: 31, msg: 'Invalid timestamp' },
    {
      zh: '时间戳格式不对，或与服务器时间相差超过10分钟（常见原因：没有使用GMT+8时区）',
      en: 'The timestamp is malformed, or differs from the server clock by more than 10 minutes (common cause: not in GMT+8)',
    },
    {
      zh: '使用 yyyy-MM-dd HH:mm:ss（GMT+8）或13位毫秒；sub_msg 是服务器时间与相差的秒数，可用 taobao.time.get 校准时钟',
      en: 'Send yyyy-MM-dd HH:mm:ss in GMT+8 or 13-digit milliseconds; sub_msg has the server time and the difference in seconds; set the clock by taobao.time.get',
    },
  ),
  missingVersion: lasting(
    { code: 32, msg: 'Missing version' },
    { zh: '版本参数为空', en: 'The v parameter is blank' },
    { zh: '传入 v=2.0，或不传', en: 'Send v=2.0 or omit v' },
  ),
  unsupportedVersion: lasting(
    { code: 34, msg: 'Unsupported version' },
    { zh: '不支持的版本号', en: 'The version is not supported' },
    { zh: '传入 v=2.0', en: 'Send v=2.0' },
  ),
  missingArguments: lasting(
    { code: 40, msg: 'Missing required arguments:{name}' },
    { zh: '缺少必选的顶层参数', en: 'A required top-level parameter is missing' },
    { zh: '传入 msg 中指出的参数', en: 'Send the parameter named in msg' },
  ),
  invalidArguments: lasting(
    {
      code: 41,
      msg: 'Invalid arguments:{name}',
      subCode: 'isv.invalid-parameter',
      subMsg: '非法参数: {name} {rule}',
      subMsgEn: 'Invalid parameter: {name} {rule}',
    },
    {
      zh: '同一参数传了多个不同的值，传了 yaoquan.* 不认识的参数，或一次批量调用超过50个',
      en: 'A parameter was sent with several values, a yaoquan.* method does not know it, or a batch has more than 50 calls',
    },
    { zh: '按 sub_msg 修改', en: 'Correct the call as sub_msg says' },
  ),
  parameterError: lasting(
    {
      code: 43,
      msg: 'Parameter error',
      subCode: 'isv.invalid-parameter',
      subMsg: '非法参数: {rule}',
      subMsgEn: 'Invalid parameter: {rule}',
    },
    {
      zh: '请求体超过10MB，经过压缩，无法解析，或是网关不读取的类型',
      en: 'The body exceeds 10 MB, is compressed, cannot be parsed, or has a content type the gateway does not read',
    },
    { zh: '按 sub_msg 修改请求体', en: 'Correct the body as sub_msg says' },
  ),
  invalidParameter: lasting(
    {
      code: 50,
      msg: 'Remote service error',
      subCode: 'isv.invalid-parameter',
      subMsg: '非法参数: {field} {rule}',
      subMsgEn: 'Invalid parameter: {field} {rule}',
    },
    {
      zh: '参数的值不合规则，或有不认识的字段：yaoquan.* 总是拒绝，兼容的API在沙箱和设为严格的应用中拒绝',
      en: 'A value breaks a rule, or a member is unknown: yaoquan.* methods always refuse it, compatible ones in a sandbox and for a strict app',
    },
    { zh: '按 sub_msg 指出的字段、值与规则修改', en: 'Correct the field, value and rule named in sub_msg' },
  ),
} as const satisfies Record<string, ErrorRow>

export type ErrorName = keyof typeof errors

export type KnownError = Readonly<{ name: ErrorName; row: ErrorRow }>

const known: readonly KnownError[] = Object.entries(errors).map(([name, row]) => ({ name: name as ErrorName, row }))

/** The row of an error of the gateway. Of rows that share a code it is the one with the sub code, without one the first. */
export function findError(code: number | undefined, subCode: string | undefined): KnownError | undefined {
  const rows = known.filter(({ row }) => row.code === code)
  return rows.find(({ row }) => row.subCode === subCode) ?? rows[0]
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/**
 * The terms under which a text is found: words in lower case, and of Chinese each character and each two that follow one another, since
 * where a Chinese word ends is uncertain. A name such as `out_request_no` or `queryCoupons` is a term, and so are its parts and the parts
 * without what joins them.
 */
export function termsOf(text: string): readonly string[] {
  return [...new Set(runsOf(text).flatMap((run) => (isHan(run) ? [...run, ...pairsOf(run)] : nameTerms(run))))]
}

/** The terms that a query asks for, each once: Chinese words as pairs of characters, names as they were typed. */
export function queryTerms(text: string): readonly string[] {
  return [...new Set(runsOf(text).flatMap((run) => (isHan(run) ? hanWords(run).flatMap(pairsOf) : wholeName(run))))]
}

/** Runs of Chinese characters, and of what names in other scripts consist of. */
function runsOf(text: string): readonly string[] {
  const runs = text.normalize('NFKC').matchAll(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}_.-])+/gu)
  return [...runs].map(([run]) => run)
}

function isHan(run: string): boolean {
  return /^\p{Script=Han}/u.test(run)
}

/** A single character belongs to the word before it, or to those that follow. */
function hanWords(run: string): readonly string[] {
  const words: string[] = []
  for (const { segment } of segmenter.segment(run)) {
    const before = words.at(-1)
    if (before !== undefined && (segment.length === 1 || before.length === 1)) words.splice(-1, 1, before + segment)
    else words.push(segment)
  }
  return words
}

/** Every two characters that follow one another; a single one by itself. */
function pairsOf(word: string): readonly string[] {
  const characters = [...word]
  return characters.length < 2 ? characters : characters.slice(1).map((each, place) => `${characters[place]}${each}`)
}

function wholeName(name: string): readonly string[] {
  const whole = name.replaceAll(/^[_.-]+|[_.-]+$/g, '').toLowerCase()
  return whole === '' ? [] : [whole]
}

/** Two parts that follow one another are joined, so that `app_key` is found as `appkey`. */
function nameTerms(name: string): readonly string[] {
  const parts = name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[\s_.-]+/)
    .filter((part) => part !== '')
  const joined = parts.slice(1).map((part, place) => `${parts[place]}${part}`)
  return [...wholeName(name), ...[...parts, ...joined].map((term) => term.toLowerCase())]
}

/**
 * Words that mean the same to who searches: in Chinese, in English, as other platforms call it, in pinyin, or misspelt. A query with one of
 * them finds the others too, behind what has the word itself.
 */
const groups: readonly (readonly string[])[] = [
  ['券', '优惠券', '优惠卷', '卡券', 'coupon', 'voucher', 'youhuiquan'],
  ['核销', '使用', 'redeem', 'redemption', 'hexiao', 'consume', 'verify'],
  ['退券', '退货', '退款', '撤销', 'return', 'refund', 'tuiquan', 'tuikuan', 'reverse'],
  ['发券', '发放', 'issue', 'grant', 'faquan', 'send'],
  ['领券', '领取', 'claim', 'lingquan', 'receive'],
  ['作废', '失效', 'void', 'cancel', 'zuofei', 'invalidate'],
  ['延期', '有效期', 'extend', 'expiry', 'expire', 'expiration', 'yanqi'],
  ['占用', '冻结', '锁定', 'hold', 'lock', 'freeze', 'zhanyong'],
  ['释放', '解冻', 'release', 'unlock', 'unfreeze'],
  ['会员', '顾客', 'member', 'customer', 'user', 'huiyuan'],
  ['手机号', '手机', '电话', 'phone', 'mobile', 'shouji'],
  ['卡号', '会员卡', 'card', 'kahao'],
  ['订单', '小票', 'order', 'receipt', 'trade', 'dingdan'],
  ['门店', '药店', 'shop', 'store', 'mendian'],
  ['连锁', '商家', '租户', 'seller', 'chain', 'merchant', 'tenant'],
  ['模板', '活动', 'template', 'campaign', 'moban'],
  ['签名', '验签', 'sign', 'signature', 'hmac', 'md5', 'qianming'],
  ['密钥', 'secret', 'appsecret', 'app_secret', 'miyao'],
  ['会话', '授权', 'session', 'token', 'oauth', 'shouquan'],
  ['限流', '流控', '频率', '次数', 'rate', 'throttle', 'throttling', 'quota', 'limited', 'xianliu'],
  ['重试', '重复', '幂等', 'retry', 'repeat', 'idempotency', 'idempotent', 'duplicate', 'chongshi'],
  ['超时', 'timeout', 'deadline', 'chaoshi'],
  ['备份', 'backup', 'restore', 'beifen'],
  ['分页', '翻页', '页码', 'page', 'paging', 'pagination', 'fenye'],
  ['批量', '导入', 'batch', 'bulk', 'import', 'upload', 'piliang', 'daoru'],
  ['表格', 'excel', 'xlsx', 'csv', 'spreadsheet'],
  ['导出', 'export', 'download', 'daochu'],
  ['回调', '推送', '通知', 'webhook', 'callback', 'notify', 'notification', 'huidiao'],
  ['事件', 'event', 'shijian'],
  ['对账', '核对', 'reconciliation', 'reconcile', 'duizhang'],
  ['沙箱', '测试环境', 'sandbox', 'test', 'testing', 'shaxiang'],
  ['抹除', '删除', '注销', 'erase', 'delete', 'gdpr', 'forget'],
  ['合并', 'merge', 'hebing'],
  ['门槛', '满减', 'threshold', 'minimum', 'manjian'],
  ['叠加', '同享', '一起用', '组合', 'stack', 'stacking', 'combine', 'combination', 'diejia'],
  ['错误码', '错误', '报错', 'error', 'code', 'cuowu'],
  ['编码', '乱码', 'encoding', 'charset', 'utf', 'gbk', 'luanma'],
  ['时间戳', 'timestamp', 'clock', 'shijianchuo'],
  ['切换', '迁移', 'migrate', 'migration', 'switch', 'qianyi'],
  ['离线', '断网', 'offline', 'lixian'],
]

/** Words of a question that say nothing about what is sought. */
const fillers = new Set(
  'a an and are can do for how i in is my of on or the to what when where which why with'.split(' '),
)

const groupOf: ReadonlyMap<string, readonly string[]> = new Map(
  groups.flatMap((group) => group.map((word) => [word, group] as const)),
)

const longestFirst = [...groupOf.keys()].toSorted((a, b) => b.length - a.length)

/** A word of a query with those that mean the same; `rest` are the terms of the query that are in no group. */
type Meanings = Readonly<{
  known: readonly Readonly<{ word: string; others: readonly string[] }>[]
  rest: readonly string[]
}>

/** Finds the words of a query that have synonyms. Chinese ones may stand next to one another. */
export function meaningsOf(query: string): Meanings {
  let left = ` ${query.normalize('NFKC').toLowerCase()} `
  const known: { word: string; others: readonly string[] }[] = []
  for (const word of longestFirst) {
    const place = isHanWord(word) ? left.indexOf(word) : placeOfName(left, word)
    if (place < 0) continue
    left = `${left.slice(0, place)} ${left.slice(place + word.length)}`
    known.push({ word, others: (groupOf.get(word) ?? []).filter((other) => other !== word) })
  }
  const rest = queryTerms(left).filter((term) => !fillers.has(term))
  return { known, rest: known.length + rest.length > 0 ? rest : queryTerms(query) }
}

function isHanWord(word: string): boolean {
  return /^\p{Script=Han}/u.test(word)
}

function placeOfName(text: string, name: string): number {
  const found = new RegExp(`(?<![a-z0-9_.-])${name}(?![a-z0-9_.-])`).exec(text)
  return found?.index ?? -1
}

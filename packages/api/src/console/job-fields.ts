import { boolean, count, countOf, list, listOf, number, object, objects, text, texts } from '../language/fields.ts'
import { searchCoupons } from '../methods/yaoquan.coupon.search.ts'
import {
  jobItemStateNames,
  jobItemStates,
  jobKindNames,
  jobKinds,
  jobStateNames,
  jobStates,
} from '../words/job-words.ts'
import { listedWords } from '../words/listed-words.ts'
import { actorName } from './actor-name.ts'

const moment = '2026-11-24 22:29:00'

/** The most coupons that a job sends to each member. */
export const maxSentEach = 10

/** The most phones and cards of one part of a list; a list of 200,000 is given in parts. */
export const maxJobPart = 2_000

const kinds = listedWords(jobKinds)
const states = listedWords(jobStates)
const itemStates = listedWords(jobItemStates)

export const jobId = text('job_id', '3MZHDJ7Q2FKN4RPT', '任务id', 'Job id', { required: true, maxLength: 32 })

const {
  newestFirst: _newest,
  endingFirst: _ending,
  cursor: _cursor,
  limit: _limit,
  ...filterFields
} = searchCoupons.request

/** The filters of a coupon search. */
export const jobFilter = object(
  'filter',
  { typeName: 'JobFilter', fields: filterFields },
  '全部符合条件的优惠券，条件同 yaoquan.coupon.search；与 coupon_codes 二选一',
  'All coupons that match, by the filters of yaoquan.coupon.search; or coupon_codes',
)

/** The most characters of a value of a row, as of a cell of a spreadsheet. */
const maxCell = 32_767

/** The columns of a spreadsheet that the server reads. */
const maxColumns = 256

const maxFault = 200

/** A row of a file that is imported. */
export const jobRowFields = {
  line: number('line', 2, '文件中的行号', 'Line of the file', { required: true, min: 1, max: 10_000_000 }),
  fields: list(
    'fields',
    objects('row_field', 'JobRowField', {
      name: text('name', 'phone', '列名', 'Column', { required: true, maxLength: 128 }),
      value: text('value', '18612255668', '值', 'Value', { required: true, maxLength: maxCell, verbatim: true }),
    }),
    '有值的列。会员: phone、card_no、name、level、tags、birthday、consent、consent_source、attribute.名称；优惠券同 yaoquan.coupon.issue',
    'Columns with a value. Of members: phone, card_no, name, level, tags, birthday, consent, consent_source, attribute.NAME; of coupons as in yaoquan.coupon.issue',
    { required: true, maxItems: 70 },
  ),
  // A list would lose its blank values.
  cells: text(
    'cells',
    '["18612255668",""]',
    '文件中的整行，依列的顺序，JSON 数组；用于下载被拒绝的行',
    'The whole row of the file, in the order of its columns, as a JSON array; for the list of refused rows',
    { verbatim: true },
  ),
  fault: text('fault', '单元格是错误值 #N/A', '该行不能使用的原因', 'Why the row cannot be used, in Chinese', {
    maxLength: maxFault,
  }),
  faultEn: text('fault_en', 'the cell is the error #N/A', '该行不能使用的原因（英文）', 'Why the row cannot be used', {
    maxLength: maxFault,
  }),
} as const

/** What is said of the file of an import. */
export const fileFields = {
  columns: list(
    'columns',
    objects('column', 'JobFileColumn', {
      title: text('title', '手机', '标题', 'Title', { required: true, maxLength: 64 }),
      name: text('name', 'phone', '导入为的列名；空表示不导入', 'Column that it is imported as; absent: none', {
        maxLength: 128,
      }),
    }),
    '导入文件的列，依次；被拒绝的行按此下载',
    'The columns of the file of an import, in order; refused rows are downloaded with them',
    { maxItems: maxColumns },
  ),
  bearer: boolean(
    'bearer',
    true,
    '导入券时，没有手机号与会员卡号的行是否导入（不记名），缺省否',
    'Whether an import of coupons takes rows without phone and card; default: no',
  ),
  zeroAmount: boolean(
    'zero_amount',
    true,
    '导入券时，金额为 0 的行是否导入，缺省否',
    'Whether an import of coupons takes rows with the amount 0; default: no',
  ),
} as const

/** The request of a job. */
export const taskFields = {
  kind: text('kind', 'send', `类型: ${kinds.zh}`, `Kind: ${kinds.en}`, { required: true, oneOf: jobKindNames }),
  title: text('title', '双十一会员名单', '名称', 'What you call it', { maxLength: 100 }),
  couponId: text('coupon_id', '11', '发券的模板id', 'Template of a send', { maxLength: 64 }),
  count: number('count', 1, '每位会员的张数，缺省1', 'Coupons for each member; default 1', {
    min: 1,
    max: maxSentEach,
  }),
  channel: text('channel', 'crm', '发券的渠道', 'Channel of a send', { maxLength: 64 }),
  reason: text('reason', '活动取消', '原因', 'Reason', { maxLength: 256 }),
  endDate: text('end_date', '2026-12-31', '延期后的失效日期', 'New last valid day of an extension', { maxLength: 10 }),
  followsJobId: text(
    'follows_job_id',
    '3MZHDJ7Q2FKN4RPT',
    '补发: 已结束的发券任务，只发给其中被拒绝的行；模板、张数、渠道与其相同',
    'Send again: the send that ended with refused rows. Only these are sent, with its template, count and channel',
    { maxLength: 32 },
  ),
  voidHeld: boolean('void_held', false, '占用中的也作废', 'Whether coupons that orders hold are voided too'),
} as const

const refusedField = listOf(
  'refused_by',
  objects('refused', 'JobRefusals', {
    subCode: text('sub_code', 'COUPON_ALREADY_USED', '原因', 'Reason', { required: true }),
    count: countOf('count', '数量', 'How many', 1),
  }),
  '将被拒绝的，按原因',
  'What will be refused, by reason',
)

/** What the dry run found. Nothing is written by it. */
const preview = object(
  'preview',
  {
    typeName: 'JobPreview',
    fields: {
      willChange: countOf(
        'will_change',
        '将处理的数量，启动时须输入',
        'How many will change: the number to type at the start',
        1000,
      ),
      unchanged: countOf('unchanged', '无需处理的数量', 'How many are as they will be'),
      created: countOf('created', '将新建的数量', 'How many an import will create'),
      refusedBy: refusedField,
      duplicates: countOf('duplicates', '名单中重复的号码与会员的数量', 'How many numbers or members were given again'),
      repeated: countOf(
        'repeated',
        '导入中与前面的行是同一会员、手机号、卡号或券码的行数；按文件顺序处理，已计入其他各项',
        'How many rows of an import name the member, phone, card or code of an earlier row; they are done in the order of the file, and counted in the other numbers',
      ),
      knownMembers: countOf('known_members', '已是会员的数量', 'How many are members'),
      landlines: countOf('landlines', '名单中固定电话的数量', 'How many of a list are landlines'),
      foreign: countOf('foreign', '名单中境外号码的数量', 'How many of a list are foreign numbers'),
      overLimit: countOf('over_limit', '已达领取上限的数量', 'How many members have as many as they may'),
      stockNeeded: number('stock_needed', 1000, '所需库存', 'Stock needed by a send', count),
      stockLeft: number('stock_left', 5000, '剩余库存；不限则不返回', 'Stock left; absent: unlimited', count),
    },
  },
  '试算结果',
  'What the dry run found',
  { required: true },
)

/** A job as it is shown. */
export const jobFields = {
  jobId,
  ...taskFields,
  state: text('state', 'draft', `状态: ${states.zh}`, `State: ${states.en}`, {
    required: true,
    oneOf: jobStateNames,
  }),
  stopping: boolean(
    'stopping',
    true,
    '已暂停或取消，正在完成已开始的一批',
    'It was paused or cancelled, and finishes the batch that it had begun',
  ),
  awaitsApproval: boolean(
    'awaits_approval',
    true,
    '草稿须由创建者以外、可审批模板的人启动',
    'Whether another person, who may approve templates, starts the draft',
  ),
  followedByJobId: text(
    'followed_by_job_id',
    '3MZHDJ7Q2FKN4RPT',
    '补发其被拒绝的行的任务；只在查看单个任务时返回',
    'The send that sends its refused rows again; only of a job that is asked for by its id',
  ),
  followTooLate: boolean(
    'follow_too_late',
    true,
    '首次发送结束已超过 23 天，被拒绝的行不能再补发；只在查看单个任务时返回',
    'Whether the 23 days after the first send, in which its refused rows can be sent again, are over; only of a job that is asked for by its id',
  ),
  ready: boolean('ready', true, '名单是否齐全', 'Whether all targets are known', { required: true }),
  createdBy: text('created_by', 'operator:li.na', '创建人', 'Who made it', { required: true }),
  createdAt: text('created_at', moment, '创建时间', 'Time of creation (GMT+8)', { required: true }),
  startedBy: text('started_by', 'operator:li.na', '启动人', 'Who started it'),
  startedAt: text('started_at', moment, '启动时间', 'Time of the start (GMT+8)'),
  endedAt: text('ended_at', moment, '结束时间', 'Time of the end (GMT+8)'),
  given: countOf('given', '已收到的名单行数，含重复的', 'Lines of the list received so far, duplicates included', 1000),
  total: countOf('total', '总数', 'Items', 1000),
  pending: countOf('pending', '未处理', 'Items that are left', 400),
  done: countOf('done', '已完成', 'Items done', 590),
  unchanged: countOf('unchanged', '无需处理', 'Items that were as they should be'),
  refused: countOf('refused', '被拒绝', 'Items refused', 10),
  preview,
} as const

export const jobField = object('job', { typeName: 'Job', fields: jobFields }, '任务', 'The job')

/** Beside jobs. */
export const jobActors = list('actors', actorName, '创建人与启动人的名称', 'The names of who made and started them')

/** One item of a job. */
export const jobItemFields = {
  place: number('place', 1, '名单中的行号', 'Line in the list', { required: true, min: 1, max: 200_000 }),
  line: number('line', 2, '文件中的行号', 'Line of the file of an import', count),
  couponCode: text('coupon_code', '111aaa', '作废、延期、导入的优惠券', 'Coupon of a void, an extension or an import'),
  couponName: text('coupon_name', '满199减99', '导入的优惠券的名称', 'Name of an imported coupon'),
  couponAmount: text('coupon_amount', '99', '导入的优惠券的金额，元', 'Amount of an imported coupon in yuan'),
  orderAmount: text('order_amount', '199', '满多少金额可以用，元', 'Minimum order amount in yuan'),
  endDate: text('end_date', '2026-12-31', '失效日期', 'Last valid day'),
  phone: text('phone', '18612255668', '手机号', 'Phone'),
  cardNo: text('card_no', '1231321111', '卡号', 'Card number'),
  state: text('state', 'done', `状态: ${itemStates.zh}`, `State: ${itemStates.en}`, {
    required: true,
    oneOf: jobItemStateNames,
  }),
  couponCodes: list('coupon_codes', texts('111aaa', 64), '发出的优惠券', 'Coupons sent'),
  subCode: text('sub_code', 'MEMBER_LIMIT_REACHED', '被拒绝的原因', 'Why it was refused'),
  field: text('field', 'birthday', '不合规则或不同的字段', 'Field of the row that breaks a rule or differs'),
  value: text('value', '13-40', '该字段的值，手机号与卡号打码', 'Its value; phones and cards are masked'),
  rule: text('rule', '应为 MM-DD 格式的有效日期', '规则', 'The rule, in Chinese'),
  ruleEn: text('rule_en', 'must be a day of the year, MM-DD', '规则（英文）', 'The rule'),
  faults: list(
    'faults',
    objects('fault', 'JobRowFault', {
      field: text('field', 'birthday', '字段', 'Field', { required: true }),
      title: text('title', '出生日期', '文件中的列名', 'Title of its column in the file'),
      value: text('value', '13-40', '其值，手机号与卡号打码', 'Its value; phones and cards are masked'),
      rule: text('rule', '应为 MM-DD 格式的有效日期', '规则', 'The rule, in Chinese', { required: true }),
      ruleEn: text('rule_en', 'must be a day of the year, MM-DD', '规则（英文）', 'The rule', { required: true }),
    }),
    '导入行的全部问题',
    'All that is wrong with a row of an import',
  ),
} as const

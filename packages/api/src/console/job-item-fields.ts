import { boolean, count, list, number, object, objects, text, texts } from '../language/fields.ts'
import { searchCoupons } from '../methods/yaoquan.coupon.search.ts'
import { jobItemStateNames, jobItemStates } from '../words/job-words.ts'
import { listedWords } from '../words/text.ts'

// Not in job-fields.ts: the first screen of the console lists jobs, and would load these fields as well.
const itemStates = listedWords(jobItemStates)

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

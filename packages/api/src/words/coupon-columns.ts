import type { Text } from './text.ts'

type Column = Text &
  Readonly<{
    /** Name on the wire and in files. */
    wire: string
    example: string
    /** Description where a coupon is issued, with the rules of the value. */
    issued: Text
    /** Usual titles in files of people, beside the name and the labels. A title that may mean another thing is none of them. */
    titles: readonly string[]
    /** Its text is kept byte for byte. */
    verbatim?: true
  }>

/**
 * What a coupon is issued with, in the order of exported files, with short labels. Methods, exports, imports, the help of commands and the pages
 * of the console take their columns from here; CONTRIBUTING, "Add a column to the coupon", lists the places that remain.
 */
export const couponColumns = {
  couponCode: {
    wire: 'coupon_code',
    zh: '券码',
    en: 'Coupon code',
    example: '111aaa',
    issued: {
      zh: '优惠券code，必填，连锁内唯一，最多64个字符，不含逗号',
      en: 'Coupon code, required, unique per seller, at most 64 characters, without commas',
    },
    titles: ['券号', '优惠券码', '优惠券号', '优惠券编码', 'Code'],
  },
  couponId: {
    wire: 'coupon_id',
    zh: '模板号',
    en: 'Template id',
    example: '11',
    issued: { zh: '优惠券模板id，最多64个字符', en: 'Template id, at most 64 characters' },
    titles: ['模板', '模板编号', '模板ID', '券模板', 'Template'],
  },
  couponName: {
    wire: 'coupon_name',
    zh: '名称',
    en: 'Name',
    example: '满199减99',
    issued: { zh: '优惠券名称，最多128个字符', en: 'Coupon name, at most 128 characters' },
    titles: ['券名', '券名称', '优惠券名', '优惠券名称', 'Coupon name'],
  },
  status: {
    wire: 'status',
    zh: '状态',
    en: 'State',
    example: '0',
    issued: {
      zh: '历史数据的状态: 0未使用 1已使用 3作废，缺省0',
      en: 'Status of historical data: 0 unused, 1 used, 3 void; default 0',
    },
    titles: ['券状态', '优惠券状态', 'Coupon state', 'Coupon status'],
  },
  channel: {
    wire: 'channel',
    zh: '渠道',
    en: 'Channel',
    example: 'erp',
    issued: { zh: '渠道，最多64个字符', en: 'Channel that issued the coupon, at most 64 characters' },
    titles: ['发放渠道', '发券渠道'],
  },
  phone: {
    wire: 'phone',
    zh: '手机号',
    en: 'Phone',
    example: '18612255668',
    issued: {
      zh: '会员手机号，至少7位数字，最多32个字符',
      en: "Member's phone number, at least 7 digits, at most 32 characters",
    },
    titles: [
      '手机',
      '手机号码',
      '电话',
      '电话号码',
      '联系电话',
      '会员手机',
      '会员手机号',
      '会员手机号码',
      '会员电话',
      '顾客手机',
      '顾客手机号',
      '顾客电话',
      'Mobile',
      'Phone number',
      'Mobile phone',
    ],
  },
  cardNo: {
    wire: 'card_no',
    zh: '会员卡号',
    en: 'Card',
    example: '1231321111',
    issued: { zh: '会员卡号，最多64个字符', en: "Member's card number, at most 64 characters" },
    titles: ['卡号', '会员卡', '会员卡编号', 'Card no', 'Card number', 'Member card'],
  },
  couponAmount: {
    wire: 'coupon_amount',
    zh: '金额（元）',
    en: 'Amount (CNY)',
    example: '99',
    issued: { zh: '优惠券金额，元，最多两位小数', en: 'Coupon amount in yuan, at most two decimals' },
    titles: ['面额', '面值', '券面额', '券面值', '金额', '券金额', '优惠金额', 'Amount', 'Coupon amount'],
  },
  orderAmount: {
    wire: 'order_amount',
    zh: '使用门槛（元）',
    en: 'Minimum (CNY)',
    example: '199',
    issued: { zh: '满多少金额可以用，元', en: 'Minimum order amount in yuan' },
    titles: [
      '满',
      '满额',
      '满金额',
      '门槛',
      '门槛金额',
      '使用门槛',
      '消费门槛',
      '最低消费',
      'Minimum',
      'Order amount',
      'Minimum amount',
    ],
  },
  startDate: {
    wire: 'start_date',
    zh: '生效日期',
    en: 'First valid day',
    example: '2026-11-01',
    issued: { zh: '生效日期，首个可用日', en: 'First valid day (GMT+8)' },
    titles: [
      '生效日',
      '生效时间',
      '开始',
      '开始日',
      '开始日期',
      '开始时间',
      '起始日期',
      '有效期起',
      '有效期开始',
      'Start',
      'Start date',
      'Valid from',
    ],
  },
  endDate: {
    wire: 'end_date',
    zh: '失效日期',
    en: 'Last valid day',
    example: '2026-12-31',
    issued: { zh: '失效日期，最后可用日', en: 'Last valid day (GMT+8)' },
    titles: [
      '失效日',
      '失效时间',
      '到期',
      '到期日',
      '到期日期',
      '到期时间',
      '截止日',
      '截止日期',
      '截止时间',
      '结束日',
      '结束日期',
      '结束时间',
      '有效期止',
      '有效期至',
      '有效期结束',
      'End date',
      'Expiry date',
      'Valid until',
    ],
  },
  billDate: {
    wire: 'bill_date',
    zh: '发放日期',
    en: 'Issued',
    example: '2026-11-01',
    issued: { zh: '发放日期', en: 'Day of issue (GMT+8)' },
    titles: ['发放日', '发放时间', '发券日期', '发券时间', 'Issue date', 'Bill date'],
  },
  description: {
    wire: 'describe',
    zh: '描述',
    en: 'Description',
    example: '全场通用',
    issued: { zh: '描述，最多1024个字符', en: 'Description, at most 1024 characters' },
    titles: ['说明', '使用说明', '券说明', '优惠券说明'],
  },
  shop: {
    wire: 'shop',
    zh: '可用门店',
    en: 'Valid in shops',
    example: '01,02',
    issued: {
      zh: '使用的门店，逗号分隔，可用 @名称 指代门店组，最多1024个字符',
      en: 'Shops where it is valid, comma-separated, @name for a group of shops, at most 1024 characters',
    },
    titles: ['适用门店', '可使用门店', '门店范围', 'Shops', 'Valid shops'],
  },
  category: {
    wire: 'category',
    zh: '适用品类',
    en: 'Categories',
    example: '1001,10012',
    issued: {
      zh: '适用的品类，逗号分隔，最多1024个字符',
      en: 'Categories it applies to, comma-separated, at most 1024 characters',
    },
    titles: ['品类', '可用品类', '品类范围', 'Category'],
  },
  attribute: {
    wire: 'attribute',
    zh: '额外属性',
    en: 'Extra attributes',
    example: '{"till":"3"}',
    issued: {
      zh: '额外属性，原样返回，最多4096个字符',
      en: 'Extra attributes: text that is returned unchanged, at most 4096 characters',
    },
    titles: ['扩展属性'],
    verbatim: true,
  },
} as const satisfies Readonly<Record<string, Column>>

export type CouponColumn = keyof typeof couponColumns

export const couponColumnNames = Object.keys(couponColumns) as readonly CouponColumn[]

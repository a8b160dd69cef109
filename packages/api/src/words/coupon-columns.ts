import type { Text } from './text.ts'

type Column = Text &
  Readonly<{
    /** Name on the wire and in files. */
    wire: string
    example: string
    /** Description where a coupon is issued, with the rules of the value. */
    issued: Text
    /** Titles of other columns in files that probably mean this one; `*.test.ts` holds that it matches the labels. */
    guess: RegExp
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
    guess: /券码|券号|优惠券code|coupon.?code|^code$/i,
  },
  couponId: {
    wire: 'coupon_id',
    zh: '模板号',
    en: 'Template id',
    example: '11',
    issued: { zh: '优惠券模板id，最多64个字符', en: 'Template id, at most 64 characters' },
    guess: /模板|coupon.?id|template/i,
  },
  couponName: {
    wire: 'coupon_name',
    zh: '名称',
    en: 'Name',
    example: '满199减99',
    issued: { zh: '优惠券名称，最多128个字符', en: 'Coupon name, at most 128 characters' },
    guess: /^(?!.*(?:门店|渠道|品类|会员|shop|store|channel|categor|member)).*(?:名称|券名|name)/i,
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
    guess: /状态|status|state/i,
  },
  channel: {
    wire: 'channel',
    zh: '渠道',
    en: 'Channel',
    example: 'erp',
    issued: { zh: '渠道，最多64个字符', en: 'Channel that issued the coupon, at most 64 characters' },
    guess: /渠道|channel/i,
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
    guess: /手机|电话|phone|mobile/i,
  },
  cardNo: {
    wire: 'card_no',
    zh: '会员卡号',
    en: 'Card',
    example: '1231321111',
    issued: { zh: '会员卡号，最多64个字符', en: "Member's card number, at most 64 characters" },
    guess: /卡号|会员卡|card/i,
  },
  couponAmount: {
    wire: 'coupon_amount',
    zh: '金额（元）',
    en: 'Amount (CNY)',
    example: '99',
    issued: { zh: '优惠券金额，元，最多两位小数', en: 'Coupon amount in yuan, at most two decimals' },
    guess: /^(?!.*(?:满|门槛|order|minimum)).*(?:金额|面额|amount)/i,
  },
  orderAmount: {
    wire: 'order_amount',
    zh: '使用门槛（元）',
    en: 'Minimum (CNY)',
    example: '199',
    issued: { zh: '满多少金额可以用，元', en: 'Minimum order amount in yuan' },
    guess: /^满(?!.*减)|满额|门槛|order.?amount|minimum/i,
  },
  startDate: {
    wire: 'start_date',
    zh: '生效日期',
    en: 'First valid day',
    example: '2026-11-01',
    issued: { zh: '生效日期，首个可用日', en: 'First valid day (GMT+8)' },
    guess: /生效|开始|start|first.?valid/i,
  },
  endDate: {
    wire: 'end_date',
    zh: '失效日期',
    en: 'Last valid day',
    example: '2026-12-31',
    issued: { zh: '失效日期，最后可用日', en: 'Last valid day (GMT+8)' },
    guess: /失效|到期|截止|结束|end.?date|last.?valid|expir/i,
  },
  billDate: {
    wire: 'bill_date',
    zh: '发放日期',
    en: 'Issued',
    example: '2026-11-01',
    issued: { zh: '发放日期', en: 'Day of issue (GMT+8)' },
    guess: /发放(?:日|时间|$)|bill|issued/i,
  },
  description: {
    wire: 'describe',
    zh: '描述',
    en: 'Description',
    example: '全场通用',
    issued: { zh: '描述，最多1024个字符', en: 'Description, at most 1024 characters' },
    guess: /描述|说明|descri/i,
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
    guess: /^(?!.*(?:发放|发券|领取|核销|使用门店|所属|开卡|used)).*(?:门店|shop|store)/i,
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
    guess: /品类|categor/i,
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
    guess: /额外属性|attribute/i,
    verbatim: true,
  },
} as const satisfies Readonly<Record<string, Column>>

/** The property of a column. */
export type CouponColumn = keyof typeof couponColumns

/** Every column, in the order of the list. */
export const couponColumnNames = Object.keys(couponColumns) as readonly CouponColumn[]

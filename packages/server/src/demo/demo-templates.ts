import type { InputOf, saveTemplate } from '@yaoquan/api'

type Template = InputOf<typeof saveTemplate>['template']

/** A template of the demo, and how its coupons are used. */
export type DemoTemplate = Readonly<{
  template: Template
  /** How often it is claimed beside the others. */
  weight: number
  /** How many of 1,000 unused coupons are redeemed on a day. */
  usedPerMille: number
  /** What orders with it cost at least, fen. */
  fromFen: number
  /** Category of the goods that it is valid for. */
  category: string
  goods: readonly string[]
}>

const days = (validToDay: number) => ({ validFromDay: 0, validToDay })
const anything = { category: '1001', goods: ['感冒灵颗粒', '布洛芬缓释胶囊', '创可贴', '藿香正气口服液'] } as const
const vitamins = { category: '2001', goods: ['维生素C咀嚼片', '复合维生素B片', '钙尔奇D片'] } as const
const devices = { category: '3001', goods: ['电子血压计', '血糖仪套装', '制氧机鼻氧管'] } as const
const herbs = { category: '4001', goods: ['枸杞子', '黄芪片', '西洋参片'] } as const

/** Its cap is raised in a second version. */
export const herbDiscount: DemoTemplate['template'] = {
  couponId: 'D07',
  couponName: '中药饮片八五折',
  kind: 'discount',
  discountPercent: 85,
  discountCap: '50',
  category: '4001',
  ...days(29),
}

/** The ten templates, of every kind, whose coupons are claimed and redeemed day by day. */
export const demoTemplates: readonly DemoTemplate[] = [
  {
    template: {
      couponId: 'D01',
      couponName: '新会员满39减10',
      kind: 'full_reduction',
      couponAmount: '10',
      orderAmount: '39',
      stockTotal: 150,
      memberTotal: 1,
      ...days(29),
    },
    weight: 9,
    usedPerMille: 35,
    fromFen: 3_900,
    ...anything,
  },
  {
    template: {
      couponId: 'D02',
      couponName: '满99减15',
      kind: 'full_reduction',
      couponAmount: '15',
      orderAmount: '99',
      ...days(29),
    },
    weight: 10,
    usedPerMille: 24,
    fromFen: 9_900,
    ...anything,
  },
  {
    template: {
      couponId: 'D03',
      couponName: '全场满199减40',
      kind: 'full_reduction',
      couponAmount: '40',
      orderAmount: '199',
      stockTotal: 200,
      memberTotal: 3,
      ...days(44),
      returnExtendDays: 7,
    },
    weight: 7,
    usedPerMille: 14,
    fromFen: 19_900,
    ...anything,
  },
  {
    template: {
      couponId: 'D04',
      couponName: '维生素满99减25',
      kind: 'full_reduction',
      couponAmount: '25',
      orderAmount: '99',
      category: '2001,2002',
      ...days(29),
    },
    weight: 6,
    usedPerMille: 20,
    fromFen: 9_900,
    ...vitamins,
  },
  {
    template: {
      couponId: 'D05',
      couponName: '家用器械满299减50',
      kind: 'full_reduction',
      couponAmount: '50',
      orderAmount: '299',
      category: '3001',
      stockTotal: 80,
      memberTotal: 2,
      ...days(59),
    },
    weight: 3,
    usedPerMille: 8,
    fromFen: 29_900,
    ...devices,
  },
  {
    template: {
      couponId: 'D06',
      couponName: '每满100减12，最多三次',
      kind: 'step',
      couponAmount: '12',
      orderAmount: '100',
      stepMax: 3,
      ...days(29),
    },
    weight: 5,
    usedPerMille: 18,
    fromFen: 20_000,
    ...anything,
  },
  {
    template: herbDiscount,
    weight: 4,
    usedPerMille: 16,
    fromFen: 8_000,
    ...herbs,
  },
  {
    template: {
      couponId: 'D08',
      couponName: '会员全场九折',
      kind: 'discount',
      discountPercent: 90,
      memberPerDay: 1,
      ...days(13),
    },
    weight: 4,
    usedPerMille: 30,
    fromFen: 5_000,
    ...anything,
  },
  {
    template: {
      couponId: 'D09',
      couponName: '5元现金券',
      kind: 'cash',
      couponAmount: '5',
      returnPolicy: 'none',
      ...days(13),
    },
    weight: 8,
    usedPerMille: 55,
    fromFen: 1_200,
    ...anything,
  },
  {
    template: {
      couponId: 'D10',
      couponName: '满149赠医用口罩一盒',
      kind: 'gift',
      gift: '医用口罩一盒',
      couponAmount: '9.9',
      orderAmount: '149',
      stockTotal: 120,
      ...days(29),
    },
    weight: 4,
    usedPerMille: 15,
    fromFen: 14_900,
    ...anything,
  },
]

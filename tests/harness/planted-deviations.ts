import type { OldCoupon, OldPage } from './old-answer-forms.ts'

/** A deviation of today's CRM in the answer to one call about one member. */
export type PlantedDeviation = Readonly<{
  /** Kinds that the report must have for it, each once, as `kindOf` writes them. */
  kinds: readonly string[]
  query?: object
  change?: (coupons: readonly OldCoupon[]) => readonly OldCoupon[]
  alter?: (page: OldPage) => OldPage
  /** An error of the platform in place of the page. */
  refusal?: object
  isSignedWrongly?: boolean
  /** Whether coupons of the answer are learned. */
  isLearned?: boolean
  /** Whether our store gets the change only after the comparison: a run that learns gets the same answer then, and reports `kinds`. */
  isOvertaken?: boolean
}>

/** Changes the second coupon of a member. */
const second =
  (changes: OldCoupon) =>
  (coupons: readonly OldCoupon[]): readonly OldCoupon[] =>
    coupons.map((coupon, place) => (place === 1 ? { ...coupon, ...changes } : coupon))

/** Another coupon of the same member. */
const another = (coupons: readonly OldCoupon[], name: string, changes: OldCoupon = {}): OldCoupon => ({
  ...coupons[0],
  coupon_code: `${coupons[0]?.['coupon_code']}-${name}`,
  ...changes,
})

const withNew = (coupons: readonly OldCoupon[], changes: OldCoupon = {}) => [
  ...coupons,
  another(coupons, 'new', changes),
]
const times = (n: number, kind: string): readonly string[] => Array(n).fill(kind)
const moved = (place: number, to: number) => (coupons: readonly OldCoupon[]) => {
  const rest = coupons.toSpliced(place, 1)
  return rest.toSpliced(to, 0, ...coupons.slice(place, place + 1))
}

/** Five of each class; a member has four coupons. Where one brings another about, both kinds are named. */
export const plantedDeviations = {
  missing: [
    { kinds: ['missing'], change: withNew },
    { kinds: ['missing'], change: (coupons) => [another(coupons, 'first'), ...coupons] },
    { kinds: times(2, 'missing'), change: (coupons) => withNew([another(coupons, 'first'), ...coupons]) },
    {
      kinds: ['missing'],
      query: { page_size: 2 },
      change: (coupons) => [another(coupons, 'first'), ...coupons],
    },
    // Codes are texts: this one is another coupon.
    { kinds: ['missing', 'extra'], change: (coupons) => second({ coupon_code: '00' })(coupons) },
  ],
  extra: [
    { kinds: ['extra'], change: (coupons) => coupons.slice(1) },
    { kinds: ['extra'], change: (coupons) => coupons.slice(0, -1) },
    { kinds: times(2, 'extra'), change: (coupons) => coupons.toSpliced(1, 2) },
    { kinds: times(3, 'extra'), change: (coupons) => coupons.slice(0, 1) },
    { kinds: times(4, 'extra'), change: () => [] },
  ],
  repeated: [
    { kinds: ['repeated'], change: (coupons) => coupons.toSpliced(1, 0, ...coupons.slice(0, 1)) },
    { kinds: ['repeated'], change: (coupons) => [...coupons, ...coupons.slice(0, 1)] },
    { kinds: ['repeated'], change: (coupons) => [...coupons, ...coupons.slice(3), ...coupons.slice(3)] },
    { kinds: times(2, 'repeated'), change: (coupons) => [...coupons, ...coupons.slice(0, 2)] },
    { kinds: times(4, 'repeated'), change: (coupons) => [...coupons, ...coupons] },
  ],
  field: [
    { kinds: ['field:status:1/0'], change: second({ status: 1 }) },
    { kinds: ['field:coupon_amount'], change: second({ coupon_amount: '99.01' }) },
    { kinds: ['field:end_date'], change: second({ end_date: '2099-11-12' }) },
    { kinds: ['field:shop'], change: second({ shop: '01,02,03' }) },
    { kinds: ['field:attribute'], change: second({ attribute: '{"gift":["a","b"],"level":"3"}' }) },
  ],
  total: [
    { kinds: ['total:total_count'], alter: (page) => ({ ...page, total: page.total + 1 }) },
    { kinds: ['total:total_count'], alter: (page) => ({ ...page, total: page.total - 1 }) },
    { kinds: ['total:total_page'], alter: (page) => ({ ...page, pages: page.pages + 1 }) },
    { kinds: ['total:total_page'], query: { page_size: 2, page_num: 2 }, alter: (page) => ({ ...page, pages: 1 }) },
    { kinds: ['total:current_page'], query: { page_size: 2, page_num: 2 }, alter: (page) => ({ ...page, page: 1 }) },
  ],
  order: [
    { kinds: ['order'], change: (coupons) => coupons.toReversed() },
    { kinds: ['order'], change: moved(0, 3) },
    { kinds: ['order'], change: moved(2, 1) },
    { kinds: ['order'], query: { page_size: 2 }, change: (coupons) => coupons.toReversed() },
    { kinds: ['order'], query: { page_size: 2, page_num: 2 }, change: moved(1, 2) },
  ],
  error: [
    { kinds: ['error:40/-'], refusal: { code: 40, msg: 'Missing required arguments:channel' } },
    { kinds: ['error:41/-'], refusal: { code: 41, msg: 'Invalid arguments:phone' } },
    { kinds: ['error:15/-'], refusal: { code: 15, msg: 'Remote service error', sub_code: 'isv.no-member' } },
    { kinds: ['error:-/50'], query: { page_size: 100_000 } },
    {
      kinds: ['error:SYSTEM_ERROR/-'],
      alter: ({ page }) => ({ coupons: [], total: 0, pages: 0, page, errorCode: 'SYSTEM_ERROR' }),
    },
  ],
  signature: [
    { kinds: ['signature:sign:-/25'], isSignedWrongly: true },
    { kinds: ['signature:sign:-/25'], isSignedWrongly: true, query: { page_size: 2 } },
    { kinds: ['signature:sign:-/25'], isSignedWrongly: true, query: { channel: 'erp' } },
    { kinds: ['signature:sign:25/-'], refusal: { code: 25, msg: 'Invalid signature' } },
    { kinds: ['signature:sign:24/-'], refusal: { code: 24, msg: 'Missing signature' } },
  ],
  later: [
    { kinds: ['later:missing'], isLearned: true, change: withNew },
    {
      kinds: times(2, 'later:missing'),
      isLearned: true,
      change: (coupons) => withNew(withNew(coupons), { coupon_code: `${coupons[0]?.['coupon_code']}-newer` }),
    },
    { kinds: ['later:field.end_date'], isLearned: true, change: second({ end_date: '2099-12-31' }) },
    { kinds: ['later:field.status'], isLearned: true, change: second({ status: 1 }) },
    {
      kinds: ['later:missing', 'later:field.status'],
      isLearned: true,
      change: (coupons) => withNew(second({ status: 1 })(coupons)),
    },
  ],
  timing: [
    { kinds: ['later:missing'], isOvertaken: true, change: withNew },
    {
      kinds: times(2, 'later:missing'),
      isOvertaken: true,
      change: (coupons) => withNew(withNew(coupons), { coupon_code: `${coupons[0]?.['coupon_code']}-newer` }),
    },
    { kinds: ['later:field.end_date'], isOvertaken: true, change: second({ end_date: '2099-12-31' }) },
    { kinds: ['later:field.status'], isOvertaken: true, change: second({ status: 1 }) },
    {
      kinds: ['later:missing', 'later:field.status'],
      isOvertaken: true,
      change: (coupons) => withNew(second({ status: 1 })(coupons)),
    },
  ],
  learning: [
    {
      kinds: ['learning:status:7/-', 'missing'],
      isLearned: true,
      change: (coupons) => withNew(coupons, { status: 7 }),
    },
    {
      kinds: ['learning:unreadable.coupon_amount', 'missing'],
      isLearned: true,
      change: (coupons) => withNew(coupons, { coupon_amount: 'ninety' }),
    },
    {
      kinds: ['learning:seller', 'missing'],
      isLearned: true,
      change: (coupons) => withNew(coupons, { serller_id: '222' }),
    },
    {
      kinds: ['learning:refused.end_date', 'later:missing'],
      isLearned: true,
      change: (coupons) => withNew(coupons, { start_date: '2099-12-01' }),
    },
    {
      kinds: ['learning:left-out.card_no', 'later:missing', 'field:card_no'],
      isLearned: true,
      change: (coupons) => withNew(coupons, { card_no: '12****11' }),
    },
  ],
} as const satisfies Readonly<Record<string, readonly PlantedDeviation[]>>

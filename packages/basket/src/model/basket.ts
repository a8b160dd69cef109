/** The request of a till. All amounts are integer fen. */
export type Basket = Readonly<{
  /** The order's number, so that its own holds do not count against it. */
  orderId?: string | undefined
  /** Absent: shops are not checked. */
  shop?: string | undefined
  /** Moment of the sale, epoch milliseconds. */
  atMs: number
  /** Absent: a coupon for certain channels is not usable. */
  channel?: string | undefined
  /** The member that the till names. What is absent here is taken from each coupon's `holder`. */
  member?: BasketMember | undefined
  lines: readonly BasketLine[]
}>

export type BasketMember = Readonly<{
  level?: string | undefined
  tags?: readonly string[] | undefined
}>

export type BasketLine = Readonly<{
  /** Unique in the basket, 0 or more. */
  lineNo: number
  /** Absent: goods of its own. */
  goodsId?: string | undefined
  /** The whole path of categories or one of them, as the till knows it. */
  categories: readonly string[]
  /** One box is 1,000; herbs are sold by the gram. */
  quantityMilli: number
  /** What the line costs after the till's own promotions. */
  amountFen: number
  /** The part that pooled fund and personal account pay; at most `amountFen`. */
  insuredFen?: number | undefined
  drugClass?: DrugClass | undefined
  /** Absent: true. */
  isDiscountable?: boolean | undefined
  /** Such as `near_expiry`, `special_price`, `counter`. */
  tags?: readonly string[] | undefined
}>

/** Prescription drug, non-prescription drug of class A, of class B. */
export type DrugClass = 'rx' | 'otc_a' | 'otc_b'

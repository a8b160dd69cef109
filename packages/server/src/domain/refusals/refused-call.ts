/** A call that was refused for a business reason, as a method describes it. */
export type RefusedCall = Readonly<{
  sellerId: string
  /** Request id of the answer. */
  requestId: string
  method: string
  appKey: string
  /** The call's moment, epoch milliseconds. */
  atMs: number
  /** Error code of the answer. */
  errorCode: string
  /** The member that the call names, whose key encrypts the content. */
  names: Readonly<{
    couponCodes?: readonly string[] | undefined
    redemptionId?: string | undefined
    memberId?: string | undefined
    phone?: string | undefined
    cardNo?: string | undefined
  }>
  /** The order that it was for; undefined where the call does not say what the order costs. */
  order: RefusedOrder | undefined
  /** JSON: what was sent, without phones and card numbers. */
  content: string
}>

export type RefusedOrder = Readonly<{
  orderId: string
  /** What it costs before coupons. */
  amountFen: number
}>

/** A refused call, and how far the history of its seller was. */
export type RefusalToKeep = RefusedCall &
  Readonly<{
    /** Number of the seller's newest event after the call; undefined if that could not be read. */
    eventSeq: number | undefined
  }>

export type KeptRefusal = Omit<RefusalToKeep, 'sellerId' | 'names' | 'order' | 'content'> &
  Readonly<{
    /** Undefined once the member was erased, and where it was too large to be kept. */
    content: string | undefined
  }>

/** A refused call in a list, without what was sent. */
export type RefusalEntry = Pick<KeptRefusal, 'requestId' | 'method' | 'appKey' | 'atMs' | 'errorCode'>

/** Position in a list of refused calls, newest first: the list continues after this call. */
export type RefusalPlace = Pick<RefusalEntry, 'atMs' | 'requestId'>

/** Moments from the first up to, not including, the last; epoch milliseconds. */
export type RefusalSpan = Readonly<{ fromMs: number; untilMs: number }>

/** How often calls were refused for a reason. */
type ReasonCount = Readonly<{
  errorCode: string
  calls: number
  /**
   * What their orders cost before coupons. An order counts once, with the largest amount that was sent for it. Undefined where no call
   * says what its order costs.
   */
  orderFen: number | undefined
}>

/** Refused calls are kept so many days. */
export const refusalDays = 30

export interface RefusalSink {
  /** Notes a refused call, to be kept later; resolves once the state that refused it is known. Never throws. */
  note(refused: RefusedCall): Promise<void>
}

export interface RefusalLog {
  /** Number of the newest event of a seller; 0 without any. */
  newestEvent(sellerId: string): Promise<number>
  /** Stores calls of one seller in one transaction. Those that are stored already stay. @param refusals 1..200 */
  keepRefusals(refusals: readonly RefusalToKeep[]): Promise<void>
  findRefusal(sellerId: string, requestId: string): Promise<KeptRefusal | undefined>
  /** Calls of a span, the newest first. @param after undefined: from the newest on; @param limit 1..1000 */
  listRefusals(
    sellerId: string,
    span: RefusalSpan,
    page: Readonly<{ after: RefusalPlace | undefined; limit: number }>,
  ): Promise<readonly RefusalEntry[]>
  /** Calls that name a member or those merged into it, the newest first, with what was sent. @param after undefined: from the newest on; @param limit 1..200 */
  listRefusalsOfMember(
    sellerId: string,
    memberNo: number,
    page: Readonly<{ after: RefusalPlace | undefined; limit: number }>,
  ): Promise<readonly KeptRefusal[]>
  /** Counts the newest calls of a span by reason. @param most how many calls are counted at most */
  countReasons(sellerId: string, span: RefusalSpan, most: number): Promise<readonly ReasonCount[]>
  /** Removes calls that are older, some hundred at a time. @returns how many; 0 means none are left */
  removeRefusals(sellerId: string, beforeMs: number): Promise<number>
}

export type RefusalQuery = Readonly<{
  sellerId: string
  span: RefusalSpan
  /** Undefined: of any. */
  appKey: string | undefined
  method: string | undefined
  errorCode: string | undefined
  after: RefusalPlace | undefined
  /** 1..200 */
  limit: number
}>

type RefusalPage = Readonly<{
  /** The newest first. */
  refusals: readonly RefusalEntry[]
  /** After which call the next page begins; undefined at the end. */
  next: RefusalPlace | undefined
}>

/** Calls that a page examines at most, in blocks. */
const maxExamined = 10_000
const blockSize = 1_000

/** Refused calls that match. A page examines some thousand calls, so it may be short, even empty, and still have a next one. */
export async function listRefusals(
  { sellerId, span, after, limit, ...asked }: RefusalQuery,
  log: Pick<RefusalLog, 'listRefusals'>,
): Promise<RefusalPage> {
  const found: RefusalEntry[] = []
  let last = after
  for (let examined = 0; examined < maxExamined; examined += blockSize) {
    const block = await log.listRefusals(sellerId, span, { after: last, limit: blockSize })
    for (const refusal of block) {
      last = { atMs: refusal.atMs, requestId: refusal.requestId }
      if (isAsked(refusal, asked)) found.push(refusal)
      if (found.length === limit) return { refusals: found, next: last }
    }
    if (block.length < blockSize) return { refusals: found, next: undefined }
  }
  return { refusals: found, next: last }
}

type Input = Pick<RefusalQuery, 'appKey' | 'method' | 'errorCode'>

function isAsked(refusal: RefusalEntry, { appKey, method, errorCode }: Input): boolean {
  return (
    (appKey ?? refusal.appKey) === refusal.appKey &&
    (method ?? refusal.method) === refusal.method &&
    (errorCode ?? refusal.errorCode) === refusal.errorCode
  )
}

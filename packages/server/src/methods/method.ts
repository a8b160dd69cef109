import type { AppGrants, InputOf, MethodDefinition, ResponseOf, Text } from '@yaoquan/api'
import type { QuoteSealer } from '#domain/basket/quote'
import type { Calculations } from '#domain/evaluation/evaluate-basket'
import type { HolderFinder } from '#domain/evaluation/holders-of-coupons'
import type { EventReader } from '#domain/events/event-store'
import type { FigureReader } from '#domain/figures/figure-store'
import {
  canonicalJson,
  type LifecycleReader,
  type LifecycleStore,
  type OwnNumber,
  type SignedCall,
  triedOnly,
  type WriteRequest,
} from '#domain/lifecycle/lifecycle-store'
import type { MasterDataReader } from '#domain/master-data/master-data-store'
import type { Erasures, MemberReader } from '#domain/members/member-store'
import type { OrderReader } from '#domain/orders/order-store'
import type { PolicyReader } from '#domain/policy/seller-policy'
import type { DayReports } from '#domain/reconciliation/day-reports'
import type { RefusalSink } from '#domain/refusals/refused-call'
import type { CouponSearcher } from '#domain/search/coupon-search'
import type { RedemptionReader } from '#domain/search/redemption-search'
import type { ShopGroupReader } from '#domain/shops/shop-group-store'
import type { TemplateReader } from '#domain/templates/template-store'

export type { SignedCall, SignKnown, SignReused } from '#domain/lifecycle/lifecycle-store'

/** A person at the console, in the role of one seller. */
export type CallingOperator = Readonly<{
  name: string
  /** The only shops the operator acts in; undefined: all of the seller's. */
  shops: readonly string[] | undefined
}>

/** What a method gets of the call besides its input. */
export type CallContext = Readonly<{
  requestId: string
  appKey: string
  /** Actor of the call, as in events: `app:KEY` or `operator:NAME`. */
  actor: string
  /** Set for an operator at the console, who may be limited to shops. */
  operator?: CallingOperator | undefined
  /** The app's grants, for limits within a method. */
  grants: AppGrants
  /** The seller it acts on; empty for methods whose scope is `none`. */
  sellerId: string
  /** The gateway's clock, epoch milliseconds. */
  nowMs: number
  /** Present for a call that writes. */
  sign?: SignedCall | undefined
  /** Number of an act that the server does when a person approves it, instead of a caller's number. */
  ownNumber?: OwnNumber | undefined
}>

/** One API method: its definition and what it does with decoded input. Business refusals are answers, not exceptions. */
export type Method<M extends MethodDefinition> = Readonly<{
  definition: M
  call(input: InputOf<M>, context: CallContext): Promise<ResponseOf<M>>
  /** Present for a read whose answers are worth caching. */
  caching?: AnswerCaching<M>
}>

/** How to tell whether an earlier answer is still the answer. */
export type AnswerCaching<M extends MethodDefinition> = Readonly<{
  /**
   * Names what the answer shows: equal tags mean equal answers, as long as the clock changes nothing.
   * @returns undefined where finding that out is not worth its cost
   */
  tagOf(input: InputOf<M>, context: CallContext): Promise<string | undefined>
  /** What `call` responds, and how long that holds. */
  respond(input: InputOf<M>, context: CallContext): Promise<TimedResponse<M>>
}>

type TimedResponse<M extends MethodDefinition> = Readonly<{
  response: ResponseOf<M>
  /** Moment in epoch milliseconds until which the clock does not change the response; Infinity: for ever. */
  untilMs: number
}>

/** What the methods of our own namespace need; each takes its part. */
export type LifecycleDependencies = Readonly<{
  lifecycle: LifecycleStore
  coupons: LifecycleReader
  searcher: CouponSearcher
  events: EventReader
  figures: FigureReader
  templates: TemplateReader
  shops: ShopGroupReader
  masterData: MasterDataReader
  members: MemberReader
  erasures: Erasures
  orders: OrderReader
  redemptions: RedemptionReader
  reports: DayReports
  refusals: RefusalSink
  policies: PolicyReader
  quotes: QuoteSealer
  calculations: Calculations
  findHolders: HolderFinder
  randomBytes: (size: number) => Uint8Array
}>

/** What a method needs that only writes. */
export type WriteDependencies = Pick<LifecycleDependencies, 'lifecycle'>

/** A write with its caller's number: everything else in the input is its content. */
export function writeRequest(
  method: string,
  { outRequestNo, ...asked }: Readonly<{ outRequestNo: string }>,
  { sellerId, actor, requestId, nowMs, sign, ownNumber }: CallContext,
): WriteRequest {
  const content = canonicalJson(asked)
  return { sellerId, outRequestNo: ownNumber ?? outRequestNo, method, content, actor, requestId, nowMs, sign }
}

/** A write without a number of its caller: the content is its number. @param content canonical */
export function writeOfContent(method: string, content: string, context: CallContext): WriteRequest {
  const { sellerId, actor, requestId, nowMs, sign } = context
  return { sellerId, outRequestNo: undefined, method, content, actor, requestId, nowMs, sign }
}

/** A write without a number of its caller that is done each time it is called: the id of the call is its number. */
export function writeOfCall(method: string, { sellerId, actor, requestId, nowMs, sign }: CallContext): WriteRequest {
  return { sellerId, outRequestNo: { own: `call ${requestId}` }, method, content: '', actor, requestId, nowMs, sign }
}

/** A call whose parameters break a rule that its definition cannot express: answered with code 50, like a broken call. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'
  readonly field: string
  /** For the caller. Repeats no value but a masked number. */
  readonly rule: Text

  constructor(field: string, rule: Text) {
    super(`${field} ${rule.zh}`)
    this.field = field
    this.rule = rule
  }
}

/** A write under a signature that was received with another call before: answered with code 25, like a broken call. */
export class ReusedSign extends Error {
  override readonly name = 'ReusedSign'

  constructor() {
    super('the signature was received with another call')
  }
}

type Input = Readonly<{ dryRun?: boolean | undefined }>

/** A method that writes, or with `dry_run` answers what it would and writes nothing. */
export function withDryRun<M extends MethodDefinition, D extends WriteDependencies>(
  methodOf: (dependencies: D) => Method<M>,
  dependencies: D,
): Method<M> {
  const method = methodOf(dependencies)
  const tried = methodOf({ ...dependencies, lifecycle: triedOnly(dependencies.lifecycle) })
  return {
    ...method,
    async call(input, context) {
      if ((input as Input).dryRun !== true) return method.call(input, context)
      const { result } = (await tried.call(input, context)) as unknown as Readonly<{ result: object }>
      return { result: { ...result, dryRun: true } } as unknown as ResponseOf<M>
    },
  }
}

/** What is made of a value; undefined stays undefined. */
export function ifGiven<Given, Made>(input: Given | undefined, make: (input: Given) => Made): Made | undefined {
  return input === undefined ? undefined : make(input)
}

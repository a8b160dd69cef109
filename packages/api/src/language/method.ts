import type { Fields, Text } from './field.ts'
import { type RequestRule, withNeeds } from './request-rules.ts'
import { type Examples, withExamples } from './with-examples.ts'

/** A refusal that a method reports in `result.error_code`, with `success` false. */
export type BusinessError = Readonly<{
  code: string
  /** What happened. The Chinese text is `error_msg`, with placeholders such as `{endDate}` for the facts of a call. */
  message: Text
  /** The English `error_msg` with the same placeholders; absent where `message.en` has nothing to fill in. */
  filledEn?: string
  cure: Text
}>

/** A method of the API as a value. Decoders, encoders, the client, documents and SDKs are derived from it. */
export type MethodDefinition = Readonly<{
  /** Wire name, e.g. `taobao.time.get`. */
  name: string
  title: Text
  description: Text
  category: Text
  /** `seller`: acts on one seller (that of the session, or the app's only seller). `none`: on no seller's data. */
  scope: 'seller' | 'none'
  /** Whether the method changes data. Clients retry reads, and writes that carry a request number. */
  effect: 'read' | 'write'
  /** A write without a request number that takes effect once per content, so clients may retry it. */
  isOncePerContent?: boolean
  /** Members that the definition does not declare are ignored, however the app is set: the method's public page is not whole. */
  keepsUnknown?: boolean
  request: Fields
  response: Fields
  errorCodes: readonly BusinessError[]
  /**
   * Examples of request and answer in place of those that shared fields bring: the method's own objects, which every demo and
   * sandbox has, so that the samples of all methods succeed in any order.
   */
  examples?: Examples
  /** What a call needs besides the required fields. */
  rules?: readonly RequestRule[]
  /**
   * A demo has called the sample before, since it names a moment that passes. Only the same call succeeds later: under the
   * request number of the sample it gets the first answer.
   */
  isSampleDone?: boolean
  /** Properties, at any depth, that a sample call leaves out: they exclude others, expire, or come from an answer. */
  sampleOmits?: readonly string[]
  /** Dotted paths of response properties that the sample answer leaves out, since another outcome returns them. */
  answerOmits?: readonly string[]
}>

/** The parts of the document centre, each with the methods of one subject. */
export const category = {
  aliHealth: { zh: '阿里健康-CRM', en: 'Ali Health CRM' },
  baskets: { zh: '药券-购物篮', en: 'Yaoquan baskets' },
  console: { zh: '药券-控制台', en: 'Yaoquan console' },
  coupons: { zh: '药券-优惠券', en: 'Yaoquan coupons' },
  events: { zh: '药券-事件', en: 'Yaoquan events' },
  figures: { zh: '药券-数据', en: 'Yaoquan figures' },
  masterData: { zh: '药券-门店与品类', en: 'Yaoquan shops and categories' },
  members: { zh: '药券-会员', en: 'Yaoquan members' },
  orders: { zh: '药券-订单', en: 'Yaoquan orders' },
  reconciliation: { zh: '药券-对账', en: 'Yaoquan reconciliation' },
  templates: { zh: '药券-模板', en: 'Yaoquan templates' },
} as const satisfies Readonly<Record<string, Text>>

/** What a method that reads data of one seller declares. @param category where the document centre lists it */
export const reads = <const C extends Text>(category: C) => ({ category, scope: 'seller', effect: 'read' }) as const

/** What a method that changes data of one seller declares. @param category where the document centre lists it */
export const writes = <const C extends Text>(category: C) => ({ category, scope: 'seller', effect: 'write' }) as const

/**
 * Returns the definition with its literal type, from which `RequestOf` and `ResponseOf` infer the method's types, and with its
 * examples and rules in its fields.
 */
export function defineMethod<const M extends MethodDefinition>(definition: M): M {
  const { examples = {}, rules = [] } = definition
  const request = withNeeds(withExamples(definition.request, examples), rules)
  return { ...definition, request, response: withExamples(definition.response, examples) }
}

/**
 * Whether a method always refuses members that its definition does not declare. Methods named `yaoquan.*` do, since a
 * misspelled amount would otherwise be ignored and the call succeed. Compatible methods do so in a sandbox and for strict
 * apps (`unknownMembersGrant`), since existing callers may send more.
 */
export function refusesUnknown({ name }: Pick<MethodDefinition, 'name'>): boolean {
  return name.startsWith('yaoquan.')
}

/**
 * The name of a method's response element: without a leading `taobao.`, dots as underscores, followed by `_response`
 * (docs/reference/top-protocol.md, 3.1: `alibaba.x.y` → `alibaba_x_y_response`, `taobao.time.get` →
 * `time_get_response`).
 */
export function responseName(methodName: string): string {
  return `${methodName.replace(/^taobao\./, '').replaceAll('.', '_')}_response`
}

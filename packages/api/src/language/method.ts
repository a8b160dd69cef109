import type { Field, Fields, ListItem, Text } from './field.ts'
import { type RequestRule, withNeeds } from './request-rules.ts'

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

/** Examples by property name, at any depth; of a list of texts, that of its items. */
type Examples = Readonly<Record<string, string | number | boolean>>

/**
 * The same fields with other examples, so that methods which share fields can name objects of their own.
 * @param examples of the kind of their fields
 */
function withExamples(fields: Fields, examples: Examples): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, replaced(name, field, examples)]))
}

function replaced(name: string, field: Field, examples: Examples): Field {
  const example = examples[name]
  switch (field.kind) {
    case 'object':
      return { ...field, fields: withExamples(field.fields, examples) }
    case 'list':
      return { ...field, item: replacedItem(field.item, example, examples) }
    case 'text':
      return typeof example === 'string' ? { ...field, example } : field
    case 'number':
      return typeof example === 'number' ? { ...field, example } : field
    case 'boolean':
      return typeof example === 'boolean' ? { ...field, example } : field
  }
}

function replacedItem(item: ListItem, example: Examples[string] | undefined, examples: Examples): ListItem {
  if (item.kind === 'object') return { ...item, fields: withExamples(item.fields, examples) }
  return typeof example === 'string' ? { ...item, example } : item
}

/**
 * The `error_msg` of a refusal in both languages.
 * @param values fill in the placeholders; a text is said in the language of its template, and an absent value leaves nothing
 */
export function filledText(
  { message, filledEn = message.en }: Pick<BusinessError, 'message' | 'filledEn'>,
  values: object,
): Text {
  return { zh: fill(message.zh, values, 'zh'), en: fill(filledEn, values, 'en') }
}

function fill(template: string, values: object, language: keyof Text): string {
  return template.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value: unknown = Reflect.get(values, name) ?? ''
    return isText(value) ? value[language] : String(value)
  })
}

function isText(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value
}

/** A row of the table of refusals, which keeps its code as a literal type. @param filledEn the English text with placeholders */
export const row = <const C extends string>(
  code: C,
  message: BusinessError['message'],
  cure: BusinessError['cure'],
  filledEn?: string,
) => ({ code, message, cure, ...(filledEn === undefined ? {} : { filledEn }) }) as const

import { couponColumns, eventKinds, fieldName, fieldNames, memberColumns, type Text } from '@yaoquan/api'

/** An export of a member with wire names, as `yaoquan member export` writes it in JSON. */
export type MemberDocument = Readonly<Record<string, unknown>>

/**
 * A page of everything about a member, in Chinese and English, to be read and printed. It loads nothing from elsewhere.
 */
export function memberPage(document: MemberDocument): string {
  const { member, coupons, orders, events, events_removed_before: removedBefore } = document
  const { phones, cards, attributes, marketing_consent: consent, ...plain } = recordOf(member)
  const parts = [
    section('资料 Profile', facts({ ...plain, ...consentFacts(consent) })),
    section('属性 Attributes', grid(attributes, ['name', 'value'])),
    section('手机号 Phones', grid(phones, ['phone', 'state', 'since'])),
    section('会员卡 Cards', grid(cards, ['card_no', 'state', 'since'])),
    section(
      '会员事件 Events of the member',
      `${removedFacts(removedBefore)}${grid(shownEvents(events), ['at', 'kind', 'actor', 'after'])}`,
    ),
    ...listOf(coupons).map(couponSection),
    ...listOf(orders).map(orderSection),
  ]
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>会员数据 ${escaped(plain['member_id'])} Member data</title>
<style>${style}</style>
</head>
<body>
<h1>会员数据 <small>Member data</small></h1>
${parts.filter((part) => part !== '').join('\n')}
</body>
</html>
`
}

function couponSection(coupon: Readonly<Record<string, unknown>>): string {
  const { timeline, events_removed_before: removedBefore, ...terms } = coupon
  const title = `优惠券 Coupon ${text(terms['coupon_code'])}`
  const steps = grid(shownEvents(timeline), ['at', 'kind', 'actor', 'after'])
  return section(title, `${facts(terms)}${removedFacts(removedBefore)}${steps}`)
}

/** Says that older events are not shown because they were removed. */
function removedFacts(before: unknown): string {
  return before === undefined ? '' : facts({ events_removed_before: before })
}

/** Events with their kind in both languages, and what they say without the signs of JSON. */
function shownEvents(events: unknown): readonly Readonly<Record<string, unknown>>[] {
  return listOf(events).map(({ kind, after, ...event }) => {
    return { ...event, kind: kindText(text(kind)), after: saidIn(text(after)) }
  })
}

function saidIn(after: string): string {
  if (after === '') return ''
  return Object.entries(recordOf(JSON.parse(after)))
    .map(([name, value]) => `${labels(name) ?? ''}${name}: ${text(value)}`)
    .join('; ')
}

function kindText(kind: string): string {
  const known: Readonly<Record<string, Text>> = eventKinds
  return Object.hasOwn(known, kind) ? `${known[kind]?.zh ?? ''} ${kind}` : kind
}

function orderSection(order: Readonly<Record<string, unknown>>): string {
  const { coupons, lines, ...plain } = order
  const title = `订单 Order ${text(plain['order_id'])}`
  const columns = ['goods_id', 'category', 'quantity', 'price', 'pay_amount', 'refund_amount']
  const goods = grid(lines, columns, orderLabels)
  return section(title, `${facts(plain, orderLabels)}${goods}${grid(coupons, ['coupon_code', 'outcome'])}`)
}

function consentFacts(consent: unknown): Readonly<Record<string, unknown>> {
  if (consent === undefined) return {}
  const { given, at, source } = recordOf(consent)
  return { marketing_consent: `${given === true ? '同意 yes' : '不同意 no'}, ${text(at)}, ${text(source)}` }
}

function section(title: string, content: string): string {
  return content === '' ? '' : `<section><h2>${escaped(title)}</h2>${content}</section>`
}

function facts(values: Readonly<Record<string, unknown>>, named = labels): string {
  const rows = Object.entries(values).map(
    ([name, value]) => `<tr><th>${label(name, named)}</th><td>${escaped(value)}</td></tr>`,
  )
  return rows.length === 0 ? '' : `<table>${rows.join('')}</table>`
}

function grid(rows: unknown, names: readonly string[], named = labels): string {
  const lines = listOf(rows).map((row) => `<tr>${names.map((name) => `<td>${escaped(row[name])}</td>`).join('')}</tr>`)
  if (lines.length === 0) return ''
  return `<table><tr>${names.map((name) => `<th>${label(name, named)}</th>`).join('')}</tr>${lines.join('')}</table>`
}

function label(name: string, named: Labels): string {
  const zh = named(name)
  return zh === undefined ? escaped(name) : `${zh} <small>${escaped(name)}</small>`
}

type Labels = (name: string) => string | undefined

/** The Chinese label of a field. Fields that are columns of a coupon or member have the column's label. */
const labels: Labels = (name) => columns.get(name) ?? fieldName(name)?.zh

const columns: ReadonlyMap<string, string> = new Map(
  [...Object.values(memberColumns), ...Object.values(couponColumns)].map(({ wire, zh }) => [wire, zh]),
)

/** In orders and their lines these names are a shop and a category of goods. */
const orderLabels: Labels = (name) => {
  if (name === 'shop') return fieldNames.shops.zh
  return name === 'category' ? fieldNames.categories.zh : labels(name)
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(recordOf) : []
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function escaped(value: unknown): string {
  return text(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function text(value: unknown): string {
  if (value === undefined || value === null) return ''
  return Array.isArray(value) ? value.join(', ') : String(value)
}

const style = `body{font:14px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}small{color:#666;font-weight:normal}
h2{font-size:1.1em;margin:1.5em 0 .3em}table{border-collapse:collapse;width:100%;margin:.3em 0}
th,td{border:1px solid #ccc;padding:.2em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}
section{break-inside:avoid}@media print{body{margin:0}}`

import { eventKinds, namesOfCommands } from '@yaoquan/api'
import { defineTexts, knownText, type Language, textsIn } from '../language/texts.ts'
import { codeText, type NameOf } from '../names/code-text.ts'

const texts = defineTexts({
  app: { zh: (name: string) => `应用 ${name}`, en: (name) => `app ${name}` },
  operator: { zh: (name: string) => `操作员 ${name}`, en: (name) => `operator ${name}` },
  commands: { zh: '命令行', en: 'the command line' },
  shadow: { zh: '影子运行', en: 'the shadow run' },
  system: { zh: '系统', en: 'system' },
  order: { zh: (order: string) => `订单 ${order}`, en: (order) => `order ${order}` },
  shop: { zh: (shop: string) => `门店 ${shop}`, en: (shop) => `shop ${shop}` },
  off: { zh: (yuan: string) => `抵扣 ¥${yuan}`, en: (yuan) => `¥${yuan} off` },
  until: { zh: (moment: string) => `占用到 ${moment}`, en: (moment) => `until ${moment}` },
  end: {
    zh: (before: string, after: string) => `失效日期 ${before} → ${after}`,
    en: (before, after) => `last valid day ${before} → ${after}`,
  },
  noEnd: { zh: '无', en: 'none' },
  reason: { zh: (reason: string) => `原因：${reason}`, en: (reason) => `reason: ${reason}` },
})

/** The word for a kind of event; the kind itself where a newer server has others. */
export function eventTitle(kind: string, language: Language): string {
  return knownText(eventKinds, kind, language) ?? kind
}

/**
 * The actor in words, by the name where it has one.
 * @param actor `app:<key>`, `operator:<name>` or `system`
 */
export function actorText(actor: string, language: Language, nameOf: NameOf = () => undefined): string {
  const t = textsIn(texts, language)
  const known = nameOf(actor)
  if (known !== undefined) return known
  const [kind, name = ''] = actor.split(/:(.*)/s)
  if (kind === 'app') return t.app(name)
  if (actor === 'operator:shadow') return t.shadow
  if (kind === 'operator') return namesOfCommands.includes(name) ? t.commands : t.operator(name)
  return actor === 'system' ? t.system : actor
}

/** The actor that somebody means who types a name. @param typed an operator's name, or an actor as events have it */
export function actorNamed(typed: string): string {
  return typed === 'system' || typed.includes(':') ? typed : `operator:${typed}`
}

type Changed = Readonly<{ before?: string | undefined; after?: string | undefined }>

/** What an event changed, in lines of parts: where, for which order, by how much, until when, why. */
export function eventDetails(
  { before, after }: Changed,
  language: Language,
  nameOf: NameOf = () => undefined,
): readonly (readonly string[])[] {
  const t = textsIn(texts, language)
  const was = membersOf(before)
  const is = membersOf(after)
  // A release and a return leave the order behind: it is in the state before.
  const order = is['order_id'] ?? was['order_id']
  const facts = [
    order && t.order(order),
    is['shop'] && t.shop(codeText(is['shop'], nameOf)),
    is['off_fen'] && t.off((Number(is['off_fen']) / 100).toFixed(2)),
    is['held_until'] && t.until(is['held_until']),
  ].flatMap((fact) => (fact ? [fact] : []))
  const isMoved = before !== undefined && was['end_date'] !== is['end_date']
  return [
    facts,
    isMoved ? [t.end(was['end_date'] ?? t.noEnd, is['end_date'] ?? t.noEnd)] : [],
    is['reason'] === undefined ? [] : [t.reason(is['reason'])],
  ].filter((line) => line.length > 0)
}

/** The members of a state in an event, as texts; none if it is unreadable. */
export function membersOf(state: string | undefined): Readonly<Record<string, string | undefined>> {
  if (state === undefined) return {}
  try {
    const value: unknown = JSON.parse(state)
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, String(member)]))
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

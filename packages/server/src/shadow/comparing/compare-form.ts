import { erpCouponFields, queryCoupon, responseName } from '@yaoquan/api'
import { readXml, type XmlElement } from '@yaoquan/protocol'
import type { Deviation, FormAspect } from '#shadow/report/deviation'

/** A member of an answer as it is written. The type of a value of XML is always `string`. */
type Written = Readonly<{ name: string; type: string }> &
  (Readonly<{ text: string }> | Readonly<{ members: readonly Written[] }>)

type Form = Readonly<{ encoding: 'json' | 'simplified' | 'xml'; root: Written }>

/**
 * How an answer of querycoupon that means the same as ours is written otherwise: its encoding, the order and presence of members, their
 * types, values such as 10 and 10.00, or only white space and escapes. Ids of requests do not count.
 * @returns the first deviation of each name
 */
export function compareForm(upstream: string, ours: string): readonly Deviation[] {
  const [theirs, own] = [readForm(upstream), readForm(ours)]
  if (theirs === undefined || own === undefined) return []
  if (theirs.encoding !== own.encoding) return [aspect('encoding', [theirs.encoding, own.encoding])]
  const found = differences(theirs.root, own.root)
  if (found.length > 0) return [...new Map(found.toReversed().map((one) => [one.name, one])).values()]
  const [there, here] = [withoutRequestId(upstream), withoutRequestId(ours)]
  return there === here ? [] : [aspect('spacing', [`length ${there.length}`, `length ${here.length}`])]
}

function aspect(name: FormAspect, [upstream, ours]: readonly [string, string], couponCode?: string): Deviation {
  return { class: 'form', name, couponCode, upstream, ours }
}

function differences(theirs: Written, own: Written, couponCode?: string): readonly Deviation[] {
  if (theirs.type !== own.type) {
    return [aspect('types', [`${own.name} ${theirs.type}`, `${own.name} ${own.type}`], couponCode)]
  }
  if ('text' in theirs && 'text' in own) {
    const { name } = own
    if (theirs.text === own.text || name === requestIdName) return []
    return [{ class: 'form', name, couponCode, upstream: theirs.text, ours: own.text }]
  }
  if ('text' in theirs || 'text' in own) return []
  const code = codeOf(own.members) ?? couponCode
  const unpaired = Map.groupBy(own.members, ({ name }) => name)
  return [
    ...listedOtherwise(theirs.members, own.members, code),
    ...theirs.members.flatMap((member) => {
      const same = unpaired.get(member.name)?.shift()
      return same === undefined ? [] : differences(member, same, code)
    }),
  ]
}

/** So many names are shown, from the first one that differs. */
const shownNames = 4

function listedOtherwise(
  theirs: readonly Written[],
  own: readonly Written[],
  couponCode: string | undefined,
): readonly Deviation[] {
  const longer = theirs.length > own.length ? theirs : own
  const place = longer.findIndex((_member, at) => theirs[at]?.name !== own[at]?.name)
  if (place === -1) return []
  const shown = (members: readonly Written[]) =>
    members
      .slice(place, place + shownNames)
      .map(({ name }) => (plainName.test(name) ? name : '…'))
      .join(' ')
  return [aspect('members', [shown(theirs), shown(own)], couponCode)]
}

const plainName = /^[\w.-]{1,40}$/
const requestIdName = 'request_id'
const requestIds = /(<request_id>|"request_id"\s*:\s*")[^<"]*/

function withoutRequestId(text: string): string {
  return text.replace(requestIds, '$1')
}

function codeOf(members: readonly Written[]): string | undefined {
  const code = members.find(({ name }) => name === erpCouponFields.couponCode.wire)
  return code !== undefined && 'text' in code ? code.text : undefined
}

/** Undefined for what no parser reads. */
function readForm(text: string): Form | undefined {
  if (text.trimStart().startsWith('<')) {
    const read = readXml(text)
    return read.kind === 'read' ? { encoding: 'xml', root: writtenXml(read.root) } : undefined
  }
  try {
    const root = writtenJson('', JSON.parse(text, keepSource))
    const isWhole = 'members' in root && root.members.some(({ name }) => name === responseName(queryCoupon.name))
    return { encoding: isWhole ? 'json' : 'simplified', root }
  } catch {
    return undefined
  }
}

/** A JSON value as the answer writes it: a string with its quotes, a number with all its digits. */
function keepSource(_name: string, value: unknown, context?: Readonly<{ source?: string }>): unknown {
  return context?.source ?? value
}

function writtenJson(name: string, value: unknown): Written {
  if (Array.isArray(value)) return { name, type: 'array', members: value.map((item) => writtenJson('', item)) }
  if (typeof value === 'object' && value !== null) {
    return { name, type: 'object', members: Object.entries(value).map(([key, item]) => writtenJson(key, item)) }
  }
  const source = String(value)
  const parsed: unknown = JSON.parse(source)
  return { name, type: typeof parsed, text: typeof parsed === 'string' ? parsed : source }
}

function writtenXml({ name, text, children }: XmlElement): Written {
  if (children.length === 0) return { name, type: 'string', text }
  return { name, type: 'object', members: children.map(writtenXml) }
}

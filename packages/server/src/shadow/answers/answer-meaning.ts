import { queryCoupon, responseName, syncOrder } from '@yaoquan/api'
import { readXml, type XmlElement } from '@yaoquan/protocol'

/** What an answer of querycoupon says, without how it is written. Values are trimmed; blank members are left out. */
export type AnswerMeaning =
  | Readonly<{ kind: 'error'; code: number }>
  | Readonly<{
      kind: 'page'
      /** Error code of the method, empty for none. */
      errorCode: string
      /** Undefined where the answer does not say it. */
      currentPage: number | undefined
      totalCount: number
      totalPage: number
      /** In the order of the answer. Members by wire name, also those that our definition lacks. */
      coupons: readonly CouponMeaning[]
    }>
  | Readonly<{ kind: 'unreadable' }>

export type CouponMeaning = ReadonlyMap<string, string>

type Node = Readonly<Record<string, unknown>>

const result = queryCoupon.response.result
const page = result.fields.page
const { coupons, currentPage, totalCount, totalPage } = page.fields

/** Reads an answer of querycoupon in XML, JSON or simplified JSON, also where required members are missing. */
export function readMeaning(text: string): AnswerMeaning {
  const root = readTree(text, unlikeItsValue.test(text) ? keepDigits : undefined)
  if (root === undefined) return { kind: 'unreadable' }
  const code = errorCodeOf(root)
  if (code !== undefined) return { kind: 'error', code }
  const answer = resultOf(root, queryCoupon.name)
  if (answer === undefined) return { kind: 'unreadable' }
  const found = memberOf(answer, page.wire) ?? {}
  const items = itemsOf(found[coupons.wire], coupons.itemTag)
  const current = textOf(found[currentPage.wire])
  return {
    kind: 'page',
    errorCode: textOf(answer[result.fields.errorCode.wire]),
    currentPage: current === '' ? undefined : Number(current),
    totalCount: Number(textOf(found[totalCount.wire]) || items.length),
    totalPage: Number(textOf(found[totalPage.wire]) || Math.min(1, items.length)),
    coupons: items.map(couponOf),
  }
}

export type AnswerError = Readonly<{ code: number; subCode: string }>

/** The error that an answer to any method is; `none` for another answer. */
export function readError(text: string): AnswerError | 'none' | 'unreadable' {
  const root = readTree(text, undefined)
  if (root === undefined) return 'unreadable'
  const code = errorCodeOf(root)
  return code === undefined ? 'none' : { code, subCode: textOf(nodeOf(root['error_response'])?.['sub_code']) }
}

/** Codes that depend on who calls and on the state of the upstream, and not on what is asked. */
const ofCallers: ReadonlySet<number> = new Set([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 24, 25, 26, 27, 28, 29])
const serviceCode = 15

/** Whether an error is about the caller or the state of the upstream. Code 15 is also that of a service that refuses what is asked: `isv.…`. */
export function isOfCaller({ code, subCode }: AnswerError): boolean {
  return code === serviceCode ? !subCode.startsWith('isv.') : ofCallers.has(code)
}

/** Whether an answer to a write says that it was done. */
export function readSuccess(text: string, method: string): boolean {
  return readOutcome(text, method) === 'done'
}

/** What an answer to a write says of it. `unclear`: it is no error, and has not the member that would say so. */
export function readOutcome(text: string, method: string): 'done' | 'refused' | 'unclear' {
  const root = readTree(text, undefined)
  if (root === undefined) return 'unclear'
  if (errorCodeOf(root) !== undefined) return 'refused'
  const success = textOf(resultOf(root, method)?.[result.fields.success.wire])
  return success === 'true' ? 'done' : success === '' ? 'unclear' : 'refused'
}

/** Members of an answer to a write by name; that of a coupon as `coupons.outcome CODE`. */
export type WriteMembers = Readonly<Record<string, string>>

const { coupons: synced, errorMessage } = syncOrder.response.result.fields
const ofCoupon = synced.item.fields
/** Texts for people, and numbers that each side gives by itself. */
const untold: ReadonlySet<string> = new Set([errorMessage.wire, ofCoupon.errorMessage.wire, ofCoupon.redemptionId.wire])

/** What an answer to `order.sync` says, without texts for people and numbers of redemptions. */
export function readWriteMembers(text: string): WriteMembers {
  const root = readTree(text, unlikeItsValue.test(text) ? keepDigits : undefined)
  const { [synced.wire]: list, ...own } = (root && resultOf(root, syncOrder.name)) ?? {}
  const members = itemsOf(list, synced.itemTag).flatMap((item) => {
    const { [ofCoupon.couponCode.wire]: code, ...ofItem } = nodeOf(item) ?? {}
    return [...couponOf(ofItem)].map(([name, value]) => ({
      name,
      value,
      key: `${synced.wire}.${name} ${textOf(code)}`,
    }))
  })
  const all = [...[...couponOf(own)].map(([name, value]) => ({ name, value, key: name })), ...members]
  return Object.fromEntries(all.filter(({ name }) => !untold.has(name)).map(({ key, value }) => [key, value]))
}

function resultOf(root: Node, method: string): Node | undefined {
  return memberOf(nodeOf(root[responseName(method)]) ?? root, result.wire)
}

function errorCodeOf(root: Node): number | undefined {
  const error = nodeOf(root['error_response'])
  return error === undefined ? undefined : Number(textOf(error['code']))
}

/** The document as objects, arrays and texts. */
function readTree(text: string, reviver: typeof keepDigits | undefined): Node | undefined {
  const isXml = text.trimStart().startsWith('<')
  if (isXml) {
    const document = readXml(text)
    return document.kind === 'read' ? { [document.root.name]: treeOf(document.root) } : undefined
  }
  try {
    return nodeOf(JSON.parse(text, reviver))
  } catch {
    return undefined
  }
}

/** A number that may be written otherwise once it is read. A parser that keeps the digits takes several times as long. */
const unlikeItsValue = /[:[,]\s*-?(?:\d{16}|\d+[.e])/i

/** A card number that is written as a number may have more digits than a number holds. */
function keepDigits(_name: string, value: unknown, context?: Readonly<{ source?: string }>): unknown {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value
}

function treeOf({ text, children }: XmlElement): unknown {
  if (children.length === 0) return text
  const members = new Map<string, unknown[]>()
  for (const child of children) {
    const values = members.get(child.name) ?? []
    values.push(treeOf(child))
    members.set(child.name, values)
  }
  return Object.fromEntries([...members].map(([name, values]) => [name, values.length === 1 ? values[0] : values]))
}

/** The items of a list: an array, or an object that has them under the name of the item. */
function itemsOf(list: unknown, itemTag: string): readonly unknown[] {
  if (Array.isArray(list)) return list
  const items = nodeOf(list)?.[itemTag]
  if (items === undefined || items === null || items === '') return []
  return Array.isArray(items) ? items : [items]
}

function couponOf(item: unknown): CouponMeaning {
  const members = Object.entries(nodeOf(item) ?? {}).map(([name, value]) => [name, textOf(value)] as const)
  return new Map(members.filter(([, value]) => value !== ''))
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).trim()
}

function memberOf(node: Node, name: string): Node | undefined {
  return nodeOf(node[name])
}

function nodeOf(value: unknown): Node | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : undefined
}

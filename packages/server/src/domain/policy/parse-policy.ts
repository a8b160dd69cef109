import { listOf } from '#domain/comma-list'
import { parseYuan } from '#domain/money'
import type { Rule } from '#domain/rule'
import { findPack, rulePacks } from './rule-packs.ts'
import type { PolicyMembers, SellerPolicy } from './seller-policy.ts'

/** Rules to be changed, as an operator types them; absent ones stay. */
export type RawPolicy = Readonly<Partial<Record<keyof PolicyMembers, string | undefined>>>

type ParsedPolicy =
  | Readonly<{ kind: 'changes'; changes: Partial<SellerPolicy> }>
  | Readonly<{ kind: 'invalid'; field: keyof PolicyMembers; rule: Rule }>

const rules = {
  maxPerOrder: { zh: '应为1到20之间的整数', en: 'must be a whole number from 1 to 20' },
  thresholdBase: { zh: '应为 original 或 remaining', en: 'must be original or remaining' },
  insured: {
    zh: '应为 exclude_line、exclude_amount 或 include',
    en: 'must be exclude_line, exclude_amount or include',
  },
  weekdays: {
    zh: '应为 1（周一）到 7（周日），逗号分隔，或 off',
    en: 'must be 1 (Monday) to 7 (Sunday), comma-separated, or off',
  },
  daysOfMonth: { zh: '应为 1 到 31，逗号分隔，或 off', en: 'must be 1 to 31, comma-separated, or off' },
  rulePacks: {
    zh: `应为规则包的名称，逗号分隔，每个一次，或 off；现有 ${rulePacks.map(({ pack }) => pack).join('、')}`,
    en: 'must be names of rule packs, comma-separated, each once, or off',
  },
  amount: { zh: '应为大于0、至多两位小数的金额（元），或 off', en: 'must be an amount in yuan above 0, or off' },
  switch: { zh: '应为 on 或 off', en: 'must be on or off' },
} as const satisfies Record<string, Rule>

/** Reads changes of a policy. `off` empties a list. The first broken rule is reported. */
export function parsePolicy(raw: RawPolicy): ParsedPolicy {
  const broken: Extract<ParsedPolicy, { kind: 'invalid' }>[] = []
  const read = <Value>(field: keyof PolicyMembers, rule: Rule, parse: (text: string) => Value | undefined) => {
    const text = raw[field]?.trim()
    if (text === undefined) return undefined
    const value = parse(text)
    if (value === undefined) broken.push({ kind: 'invalid', field, rule })
    return value
  }
  const changes = {
    maxPerOrder: read('max_per_order', rules.maxPerOrder, (text) => numbersOf([text], 20)?.[0]),
    thresholdBase: read('threshold_base', rules.thresholdBase, oneOf(['original', 'remaining'])),
    insured: read('insured', rules.insured, oneOf(['exclude_line', 'exclude_amount', 'include'])),
    memberWeekdays: read('member_weekdays', rules.weekdays, weekdaysOf),
    memberDaysOfMonth: read('member_days_of_month', rules.daysOfMonth, (text) => numbersOf(listed(text), 31)),
    rulePacks: read('rule_packs', rules.rulePacks, packsOf),
    isApprovalAsked: read('template_approval', rules.switch, isOn),
    numbersOrders: read('order_numbers', rules.switch, isOn),
    mustKnowShops: read('known_shops', rules.switch, isOn),
    isSecondPersonAsked: read('second_person', rules.switch, isOn),
    issueApprovalFen: read('issue_approval', rules.amount, amountOrNone),
  }
  // The type that an object of its given members has is theirs.
  const input = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  return broken[0] ?? { kind: 'changes', changes: input as Partial<SellerPolicy> }
}

function oneOf<const Word extends string>(words: readonly Word[]): (text: string) => Word | undefined {
  return (text) => words.find((word) => word === text)
}

function isOn(text: string): boolean | undefined {
  return text === 'on' ? true : text === 'off' ? false : undefined
}

/** @returns null for `off` */
function amountOrNone(text: string): number | null | undefined {
  if (text === 'off') return null
  const fen = parseYuan(text)
  return fen === 0 ? undefined : fen
}

/** @returns undefined for a blank list, which is neither a list nor `off` */
function listed(text: string): readonly string[] | undefined {
  if (text === 'off') return []
  const members = listOf(text)
  return members.length === 0 ? undefined : members
}

/** Whole numbers from 1, in order, each once. */
function numbersOf(texts: readonly string[] | undefined, max: number): readonly number[] | undefined {
  if (texts === undefined) return undefined
  const numbers = texts.map((text) => (/^[1-9]\d?$/.test(text) ? Number(text) : Number.NaN))
  if (!numbers.every((number) => number <= max)) return undefined
  return [...new Set(numbers)].toSorted((left, right) => left - right)
}

function weekdaysOf(text: string): SellerPolicy['memberWeekdays'] | undefined {
  const numbers = numbersOf(listed(text), 7)
  return numbers && ([1, 2, 3, 4, 5, 6, 7] as const).filter((day) => numbers.includes(day))
}

function packsOf(text: string): SellerPolicy['rulePacks'] | undefined {
  const packs = listed(text)?.map(findPack)
  if (packs === undefined || !packs.every((pack) => pack !== undefined)) return undefined
  if (new Set(packs.map(({ pack }) => pack)).size < packs.length) return undefined
  return packs.map(({ pack, version }) => ({ pack, version }))
}

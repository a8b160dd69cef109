import { type DraftSource, parseCouponDraft, type RawCoupon } from '#domain/coupon/coupon-draft'
import type { CouponDraft } from '#domain/coupon/coupon-store'
import { type MemberRow, type MemberTexts, readMemberTexts } from '#domain/members/member-texts'
import { ruleForCard, ruleForPhoneOfPeople } from '#domain/number-rules'
import { isStorablePhone, normalisePhone } from '#domain/phone'
import type { FieldFault, ImportTask, RefusedItem, RowOfFile, RowValues } from './job.ts'

/** Before the name of an attribute of a member. */
const attributePrefix = 'attribute.'

/** The values of a row with its phone as it is stored, so that rows which differ in its spelling only are equal. */
export function normalisedValues(values: RowValues): RowValues {
  const phone = values['phone'] === undefined ? undefined : normalisePhone(values['phone'])
  return phone === undefined || !isStorablePhone(phone) ? values : { ...values, phone }
}

/** Reads the member of a row. */
export function readMemberRow(values: RowValues): MemberRow | RefusedItem {
  const { row, faults } = readMemberTexts(memberTextsOf(values))
  const { phone, cardNo } = row
  const ofNumbers = [
    { field: 'phone', rule: phone === undefined ? undefined : ruleForPhoneOfPeople(normalisePhone(phone)) },
    { field: 'card_no', rule: cardNo === undefined ? undefined : ruleForCard(cardNo) },
  ]
  const [first, ...others] = [
    ...faults,
    ...ofNumbers.flatMap(({ field, rule }) => (rule === undefined ? [] : [{ field, rule }])),
  ]
  return first === undefined ? row : invalidRow(first, others)
}

function memberTextsOf(values: RowValues): MemberTexts {
  const attributes = Object.entries(values).flatMap(([name, value]) =>
    name.startsWith(attributePrefix) ? [{ name: name.slice(attributePrefix.length), value }] : [],
  )
  return { ...values, attributes }
}

/** Reads the coupon of a row. `field` of a refusal: the property. */
export function readCouponRow(
  values: RowValues,
  source: DraftSource,
): Readonly<{ raw: RawCoupon; draft: CouponDraft }> | RefusedItem {
  const raw: RawCoupon = values
  const read = parseCouponDraft(raw, source)
  return read.kind === 'invalid' ? invalidRow(read, read.others) : { raw, draft: read.draft }
}

/** Where the rows of an import are from. */
export function sourceOf({ answered }: Pick<ImportTask, 'answered'>): DraftSource {
  return answered === undefined ? 'people' : { answered }
}

/** Every fault of a row that breaks rules. `field`: the property or, of members, the wire name; blank for the row as a whole. */
export function faultsOfRow(
  { values, file }: Readonly<{ values: RowValues; file?: RowOfFile | undefined }>,
  task: ImportTask,
): readonly FieldFault[] {
  const read = task.kind === 'import-members' ? readMemberRow(values) : readCouponRow(values, sourceOf(task))
  const found = 'state' in read && read.fault !== undefined ? [read.fault, ...(read.others ?? [])] : []
  return file?.fault === undefined ? found : [{ field: '', rule: file.fault }, ...found]
}

export function invalidRow({ field, rule }: FieldFault, others: readonly FieldFault[] = []): RefusedItem {
  const refused = { state: 'refused', refusal: 'invalid-row', fault: { field, rule } } as const
  return others.length === 0 ? refused : { ...refused, others }
}

/** Finds rows that name the same thing, directly or through other rows. */
export class RowGroups {
  /** The first row that named something. */
  readonly #first = new Map<string, number>()
  /** Union-find parents: a row that must be imported together with this one, or the row itself. */
  readonly #parents = new Map<number, number>()

  /** @param keys what the row names */
  add(place: number, keys: readonly string[]): void {
    for (const key of keys) {
      const first = this.#first.get(key)
      if (first === undefined) this.#first.set(key, place)
      else if (first !== place) this.#parents.set(this.#rootOf(place), this.#rootOf(first))
    }
  }

  /** @returns the groups of two or more rows, each by place */
  groups(): readonly (readonly number[])[] {
    const groups = new Map<number, number[]>()
    const joined = new Set([...this.#parents].flat())
    for (const place of [...joined].toSorted((left, right) => left - right)) {
      const root = this.#rootOf(place)
      const group = groups.get(root)
      if (group === undefined) groups.set(root, [place])
      else group.push(place)
    }
    return [...groups.values()].filter(({ length }) => length > 1)
  }

  #rootOf(place: number): number {
    let root = place
    for (;;) {
      const parent = this.#parents.get(root)
      if (parent === undefined || parent === root) break
      root = parent
    }
    // Shortens the way for the next time.
    for (let at = place; at !== root; ) {
      const parent = this.#parents.get(at) ?? root
      this.#parents.set(at, root)
      at = parent
    }
    return root
  }
}

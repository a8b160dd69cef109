/** What a field was and is, as JSON has it; undefined where it was not there. */
export type ChangedField = Readonly<{ name: string; before: unknown; after: unknown }>

/** Members that name the subject of an event. They are shown although they do not change. */
const subjects: readonly string[] = ['operator', 'group']

type Changed = Readonly<{ couponId?: string | undefined; before?: string | undefined; after?: string | undefined }>

/** What an event changed, without the id of the template that it is about, which rows show first. */
export function changesOf({ couponId, before, after }: Changed): readonly ChangedField[] {
  return changedFields(before, after).filter(({ name }) => name !== 'coupon_id' || couponId === undefined)
}

/**
 * The fields in which the states before and after an event differ, and what they are states of.
 * @param before JSON of an object; undefined if there was none
 * @param after as well
 * @returns in the order of the states; a state that is no object is one field without a name
 */
export function changedFields(before: string | undefined, after: string | undefined): readonly ChangedField[] {
  const [former, latter] = [fieldsOf(before), fieldsOf(after)]
  const names = [...new Set([...latter.keys(), ...former.keys()])]
  return names.flatMap((name) => {
    const change = { name, before: former.get(name), after: latter.get(name) }
    if (JSON.stringify(change.before) !== JSON.stringify(change.after)) return [change]
    return subjects.includes(name) ? [{ ...change, before: undefined }] : []
  })
}

function fieldsOf(json: string | undefined): ReadonlyMap<string, unknown> {
  if (json === undefined) return new Map()
  const value = parse(json)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map([['', json]])
  return new Map(Object.entries(value))
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}

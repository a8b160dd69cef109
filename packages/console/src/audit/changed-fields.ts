/** What a field was and is; undefined where it was not there. */
export type ChangedField = Readonly<{ name: string; before: string | undefined; after: string | undefined }>

/**
 * The fields in which the states before and after an event differ.
 * @param before JSON of an object; undefined if there was none
 * @param after as well
 * @returns by name; a state that is no object is one field without a name
 */
export function changedFields(before: string | undefined, after: string | undefined): readonly ChangedField[] {
  const [former, latter] = [fieldsOf(before), fieldsOf(after)]
  const names = [...new Set([...former.keys(), ...latter.keys()])].toSorted()
  return names.flatMap((name) => {
    const change = { name, before: former.get(name), after: latter.get(name) }
    return change.before === change.after ? [] : [change]
  })
}

function fieldsOf(json: string | undefined): ReadonlyMap<string, string> {
  if (json === undefined) return new Map()
  const value = parse(json)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map([['', json]])
  return new Map(Object.entries(value).map(([name, field]) => [name, textOf(field)]))
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

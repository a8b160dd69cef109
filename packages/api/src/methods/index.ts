import * as definitions from './definitions.ts'

type Definition = (typeof definitions)[keyof typeof definitions]

const all: readonly Definition[] = Object.values(definitions)

/** Every method of the API by wire name, in the order of the names. */
export const methods = Object.fromEntries(
  all.toSorted((one, other) => (one.name < other.name ? -1 : 1)).map((definition) => [definition.name, definition]),
) as { readonly [D in Definition as D['name']]: D }

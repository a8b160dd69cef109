/** Something that has a code and a name: a shop or a category of goods. */
export type Pickable = Readonly<{
  code: string
  name: string
  /** City of a shop, or name of the category above. */
  place?: string | undefined
  /** Whether it was closed down; found last, and not picked with its city. */
  isClosed?: boolean | undefined
  /** Groups of shops that it is in. */
  groups?: readonly string[] | undefined
}>

/** A group of shops, which is picked as `@name`. */
export type PickableGroup = Readonly<{ name: string; shopCount: number }>

/** A code in no list of names: what the server takes as one. A group needs to exist. */
export function isCode(text: string): boolean {
  return /^[^@,\p{Cc}][^,\p{Cc}]{0,63}$/u.test(text)
}

/** Members of each phone and card, in plain memory, written against docs/adr/0021-members.md and not with the code under test. */
export type IdentityModel = {
  newestMember: number
  holders: Map<string, readonly number[]>
  owners: Map<string, number>
}

/** A phone, a card, or both. */
export type ModelNames = Readonly<{ phone: string | undefined; card: string | undefined }>

export function noIdentities(): IdentityModel {
  return { newestMember: 0, holders: new Map(), owners: new Map() }
}

/** @returns the members that are named, after identity resolution */
export function nameInModel(model: IdentityModel, { phone, card }: ModelNames): readonly number[] {
  if (card === undefined) return phone === undefined ? [] : byPhone(model, phone)
  const owner = model.owners.get(card) ?? newOwner(model, phone)
  model.owners.set(card, owner)
  if (phone === undefined || holdersOf(model, phone).includes(owner)) return [owner]
  if (isShared(model, owner)) {
    byPhone(model, phone)
    return [owner]
  }
  const [first, ...others] = holdersOf(model, phone)
  const isOnePerson =
    first !== undefined && others.length === 0 && phonesOf(model, owner) === 0 && cardsOf(model, first) === 0
  if (isOnePerson) return [join(model, owner, first)]
  if (!isFull(model, phone)) model.holders.set(phone, [...holdersOf(model, phone), owner])
  return [owner]
}

/** Whether a list by a phone, a card or both shows a coupon. */
export function isListed(model: IdentityModel, coupon: ModelNames, { phone, card }: ModelNames): boolean {
  if (phone !== undefined && card !== undefined) {
    const owner = model.owners.get(card)
    const areOfOne = owner !== undefined && !isFull(model, phone) && usersOf(model, phone).includes(owner)
    const [byPhoneAlone, byCardAlone] = [
      { phone, card: undefined },
      { phone: undefined, card },
    ]
    if (areOfOne) return isListed(model, coupon, byPhoneAlone) || isListed(model, coupon, byCardAlone)
    return coupon.phone === phone && coupon.card === card
  }
  if (card !== undefined) {
    const owner = model.owners.get(card)
    return coupon.card === card || (owner !== undefined && !isShared(model, owner) && isCouponOf(model, coupon, owner))
  }
  if (phone === undefined || coupon.phone === phone) return true
  if (isFull(model, phone)) return false
  return usersOf(model, phone).some((member) => isCouponOf(model, coupon, member))
}

/** Whether a coupon with these names is a member's. */
export function isCouponOf(model: IdentityModel, { phone, card }: ModelNames, member: number): boolean {
  if (card !== undefined) return model.owners.get(card) === member
  return phone !== undefined && !isFull(model, phone) && usersOf(model, phone).includes(member)
}

function byPhone(model: IdentityModel, phone: string): readonly number[] {
  if (isFull(model, phone)) return []
  if (usersOf(model, phone).length === 0) model.holders.set(phone, [...holdersOf(model, phone), newMember(model)])
  return usersOf(model, phone)
}

function newOwner(model: IdentityModel, phone: string | undefined): number {
  if (phone === undefined || isFull(model, phone)) return newMember(model)
  const candidates = usersOf(model, phone).filter((member) => cardsOf(model, member) === 0)
  const [only, ...others] = candidates
  return only === undefined || others.length > 0 ? newMember(model) : only
}

/** The younger becomes the older. */
function join(model: IdentityModel, left: number, right: number): number {
  const [into, from] = [Math.min(left, right), Math.max(left, right)]
  const moved = (member: number) => (member === from ? into : member)
  for (const [phone, holders] of model.holders) model.holders.set(phone, holders.map(moved))
  for (const [card, owner] of model.owners) model.owners.set(card, moved(owner))
  return into
}

function newMember(model: IdentityModel): number {
  model.newestMember += 1
  return model.newestMember
}

/** More than ten members share the phone. */
function isFull(model: IdentityModel, phone: string): boolean {
  return holdersOf(model, phone).length > 10
}

/** More than ten phones were used with the member's card. */
function isShared(model: IdentityModel, member: number): boolean {
  return phonesOf(model, member) > 10
}

/** The members that a phone names. */
function usersOf(model: IdentityModel, phone: string): readonly number[] {
  return holdersOf(model, phone).filter((member) => !isShared(model, member))
}

function holdersOf(model: IdentityModel, phone: string): readonly number[] {
  return model.holders.get(phone) ?? []
}

function phonesOf(model: IdentityModel, member: number): number {
  return [...model.holders.values()].filter((holders) => holders.includes(member)).length
}

function cardsOf(model: IdentityModel, member: number): number {
  return [...model.owners.values()].filter((owner) => owner === member).length
}

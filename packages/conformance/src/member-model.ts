/**
 * The members of one seller in a plain memory, written against docs/adr/0021-members.md and docs/adr/0022-erasing-members.md and not with the
 * code under test. Few members share a phone here: what becomes of a phone of many is checked elsewhere.
 */
export type MemberModel = {
  members: ModelMember[]
  /** The place in the list is the number of the phone. */
  phones: ModelPhone[]
  cards: ModelCard[]
  coupons: ModelCoupon[]
  merges: ModelMerge[]
}

export type ModelMember = { state: 'active' | 'erased' | { into: number } }
export type Holder = { member: number; state: 'active' | 'replaced'; since: number }
/** `isCurrent`: whether the text leads to this number. */
export type ModelPhone = { text: string | undefined; isCurrent: boolean; holders: Holder[] }
type ModelCard = { text: string | undefined; owner: number; state: 'active' | 'lost' | 'replaced' }
type ModelCoupon = { code: string; phone: number | undefined; card: number | undefined; isClaimed: boolean }
type BroughtPhone = { phone: number; mine: Omit<Holder, 'member'>; theirs: Omit<Holder, 'member'> | undefined }
export type ModelMerge = {
  id: string | undefined
  from: number
  into: number
  phones: BroughtPhone[]
  cards: number[]
  isUndone: boolean
}

/** A phone, a card, or both. */
export type Names = Readonly<{ phone?: string | undefined; card?: string | undefined }>

export function noMembers(): MemberModel {
  return { members: [], phones: [], cards: [], coupons: [], merges: [] }
}

/** How many claimed coupons are a member's. */
export function claimsOf(model: MemberModel, member: number): number {
  return couponsOf(model, member).filter(({ isClaimed }) => isClaimed).length
}

/** A coupon is its card's member's; without a card, it is theirs who hold its phone, or held it. */
export function couponsOf(model: MemberModel, member: number): readonly ModelCoupon[] {
  return model.coupons.filter(({ phone, card }) =>
    card === undefined ? phone !== undefined && isHeld(model, phone, member) : model.cards[card]?.owner === member,
  )
}

/**
 * The coupons that a phone or a card alone shows: those under itself, and all of the members that it names. Both together show what
 * either shows if the phone names the card's member, and otherwise the coupons that name both.
 */
export function listedBy(model: MemberModel, { phone: phoneText, card: cardText }: Names): readonly string[] {
  const phone = phoneText === undefined ? undefined : currentPhone(model, phoneText)
  const card = cardText === undefined ? undefined : currentCard(model, cardText)
  if (cardText !== undefined && card === undefined) return []
  if (phoneText !== undefined && card !== undefined) {
    const owners = ownerOf(model, card)
    if (phone !== undefined && owners.some((owner) => namedBy(model, phone).includes(owner))) {
      const either = [...listedBy(model, { phone: phoneText }), ...listedBy(model, { card: cardText })]
      return [...new Set(either)].toSorted()
    }
    const isOfPhone = (ref: number) =>
      ref === phone || (model.phones[ref]?.text === phoneText && owners.some((owner) => isHeld(model, ref, owner)))
    return codesOf(
      model.coupons.filter((coupon) => coupon.card === card && coupon.phone !== undefined && isOfPhone(coupon.phone)),
    )
  }
  if (phoneText !== undefined && phone === undefined) return []
  const members = phone === undefined ? ownerOf(model, card) : namedBy(model, phone)
  const theirs = new Set(members.flatMap((member) => codesOf(couponsOf(model, member))))
  return codesOf(
    model.coupons.filter(
      (coupon) =>
        (phone !== undefined && coupon.phone === phone) ||
        (card !== undefined && coupon.card === card) ||
        theirs.has(coupon.code),
    ),
  )
}

/** Phones and cards of a member, with their states. */
export function heldBy(model: MemberModel, member: number): Readonly<{ phones: string[]; cards: string[] }> {
  const phones = model.phones.flatMap(({ text, holders }) =>
    holders.filter((holder) => holder.member === member && text !== undefined).map(({ state }) => `${text} ${state}`),
  )
  const cards = model.cards.filter(({ owner, text }) => owner === member && text !== undefined)
  return { phones: phones.toSorted(), cards: cards.map(({ text, state }) => `${text} ${state}`) }
}

export type Named = Readonly<{ members: readonly number[]; phone: number | undefined; card: number | undefined }>

/** The member that a phone and a card name, after identity resolution. */
export function nameIn(model: MemberModel, { phone, card }: Names, now: number): Named {
  const members = card === undefined ? byPhone(model, phone, now) : [byCard(model, { phone, card }, now)]
  const refs = { phone: phone === undefined ? undefined : currentPhone(model, phone) }
  return { members, ...refs, card: card === undefined ? undefined : currentCard(model, card) }
}

function byPhone(model: MemberModel, phone: string | undefined, now: number): readonly number[] {
  if (phone === undefined) return []
  const users = usersOf(model, phone)
  if (users.length > 0) return users
  const member = newMember(model)
  hold(model, { phone, member, now })
  return [member]
}

function byCard(
  model: MemberModel,
  { phone, card }: Readonly<{ phone: string | undefined; card: string }>,
  now: number,
): number {
  const known = currentCard(model, card)
  const owner = known === undefined ? ownerOfNewCard(model, phone) : (model.cards[known]?.owner ?? 0)
  if (known === undefined) {
    if (phone !== undefined) hold(model, { phone, member: owner, now })
    model.cards.push({ text: card, owner, state: 'active' })
    return owner
  }
  if (phone === undefined || holdsText(model, phone, owner)) return owner
  const [user, ...others] = usersOf(model, phone)
  const isOnePerson =
    user !== undefined && others.length === 0 && phonesOf(model, owner) === 0 && cardsOf(model, user).length === 0
  if (!isOnePerson) {
    hold(model, { phone, member: owner, now })
    return owner
  }
  const [into, from] = [Math.min(owner, user), Math.max(owner, user)]
  join(model, { from, into }, undefined)
  return into
}

/** The only user of the phone who has no card in use, or a new member. */
function ownerOfNewCard(model: MemberModel, phone: string | undefined): number {
  const users = phone === undefined ? [] : usersOf(model, phone)
  const [only, ...others] = users.filter((user) => cardsOf(model, user).every(({ state }) => state !== 'active'))
  return only === undefined || others.length > 0 ? newMember(model) : only
}

/** Gives a member a phone. One that nobody uses any more gets a number of its own for the new user. */
export function hold(
  model: MemberModel,
  { phone, member, now }: Readonly<{ phone: string; member: number; now: number }>,
): void {
  if (holdsText(model, phone, member)) return
  const holder: Holder = { member, state: 'active', since: now }
  const place = currentPhone(model, phone)
  const current = place === undefined ? undefined : model.phones[place]
  if (current !== undefined && usersOf(model, phone).length > 0) current.holders.push(holder)
  else {
    if (current !== undefined) current.isCurrent = false
    model.phones.push({ text: phone, isCurrent: true, holders: [holder] })
  }
}

export function join(
  model: MemberModel,
  { from, into }: Readonly<{ from: number; into: number }>,
  id: string | undefined,
) {
  const merge: ModelMerge = { id, from, into, phones: [], cards: [], isUndone: false }
  for (const [phone, { holders }] of model.phones.entries()) {
    const mine = holders.find(({ member }) => member === from)
    const theirs = holders.find(({ member }) => member === into)
    if (mine === undefined) continue
    merge.phones.push({ phone, mine: { ...mine }, theirs: theirs && { ...theirs } })
    if (theirs === undefined) mine.member = into
    else {
      if (theirs.state !== 'active' && mine.state === 'active') Object.assign(theirs, mine, { member: into })
      holders.splice(holders.indexOf(mine), 1)
    }
  }
  for (const [place, card] of model.cards.entries()) {
    if (card.owner !== from) continue
    merge.cards.push(place)
    card.owner = into
  }
  model.merges.push(merge)
  setState(model, from, { into })
}

function newMember(model: MemberModel): number {
  model.members.push({ state: 'active' })
  return model.members.length
}

export function stateOf(model: MemberModel, member: number): ModelMember['state'] | undefined {
  return model.members[member - 1]?.state
}

export function setState(model: MemberModel, member: number, state: ModelMember['state']): void {
  Object.assign(model.members[member - 1] ?? {}, { state })
}

export function notActive(model: MemberModel, member: number): string | undefined {
  const state = stateOf(model, member)
  if (state === undefined) return 'member-not-found'
  if (state === 'active') return undefined
  return state === 'erased' ? 'member-erased' : 'member-merged'
}

export function currentPhone(model: MemberModel, text: string): number | undefined {
  const place = model.phones.findIndex((phone) => phone.isCurrent && phone.text === text)
  return place < 0 ? undefined : place
}

export function currentCard(model: MemberModel, text: string): number | undefined {
  const place = model.cards.findIndex((card) => card.text === text)
  return place < 0 ? undefined : place
}

/** The members that use a phone now. */
export function usersOf(model: MemberModel, text: string): readonly number[] {
  const place = currentPhone(model, text)
  const holders = place === undefined ? [] : (model.phones[place]?.holders ?? [])
  return holders.filter(({ state }) => state === 'active').map(({ member }) => member)
}

/** The members that a phone names: those that use it, or else those that did. */
export function namedBy(model: MemberModel, phone: number): readonly number[] {
  const holders = model.phones[phone]?.holders ?? []
  const users = holders.filter(({ state }) => state === 'active')
  return (users.length > 0 ? users : holders).map(({ member }) => member)
}

function ownerOf(model: MemberModel, card: number | undefined): readonly number[] {
  const owner = card === undefined ? undefined : model.cards[card]?.owner
  return owner === undefined ? [] : [owner]
}

function isHeld(model: MemberModel, phone: number, member: number): boolean {
  return model.phones[phone]?.holders.some((holder) => holder.member === member) ?? false
}

function holdsText(model: MemberModel, text: string, member: number): boolean {
  const place = currentPhone(model, text)
  return place !== undefined && isHeld(model, place, member)
}

function phonesOf(model: MemberModel, member: number): number {
  return model.phones.filter(({ holders }) => holders.some((holder) => holder.member === member)).length
}

function cardsOf(model: MemberModel, member: number): readonly ModelCard[] {
  return model.cards.filter(({ owner }) => owner === member)
}

function codesOf(coupons: readonly ModelCoupon[]): readonly string[] {
  return coupons.map(({ code }) => code).toSorted()
}

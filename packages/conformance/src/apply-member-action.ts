import {
  claimsOf,
  currentCard,
  currentPhone,
  type Holder,
  hold,
  join,
  type MemberModel,
  type ModelPhone,
  type Named,
  type Names,
  namedBy,
  nameIn,
  notActive,
  setState,
  stateOf,
  usersOf,
} from './member-model.ts'

/** One call; members are named by their numbers. */
export type MemberAction =
  | Readonly<{ kind: 'issue'; names: Names }>
  | Readonly<{ kind: 'claim'; names: Names; count: number }>
  | Readonly<{ kind: 'save'; member: number | undefined; names: Names; shares: boolean }>
  | Readonly<{ kind: 'change-phone'; member: number | undefined; old: string; next: string; shares: boolean }>
  | Readonly<{ kind: 'replace-card'; card: string; next: string | undefined }>
  | Readonly<{ kind: 'merge'; from: number; into: number }>
  | Readonly<{ kind: 'unmerge'; id: string }>
  | Readonly<{ kind: 'erase'; member: number }>

/** When a call is made, and the ids that the store made up for it. */
export type Moment = Readonly<{
  nowMs: number
  memberTotal: number
  codes: readonly string[]
  mergeId: string | undefined
}>

/** Takes one call; changes the model as the documents say. @returns the outcome in words; a refusal changes nothing */
export function applyAction(model: MemberModel, action: MemberAction, moment: Moment): string {
  const trial = structuredClone(model)
  const outcome = outcomeOf(trial, action, moment)
  if (outcome.startsWith('ok')) Object.assign(model, trial)
  return outcome
}

function outcomeOf(model: MemberModel, action: MemberAction, moment: Moment): string {
  switch (action.kind) {
    case 'issue':
      issue(model, nameIn(model, action.names, moment.nowMs), { codes: moment.codes, isClaimed: false })
      return 'ok'
    case 'claim': {
      const named = nameIn(model, action.names, moment.nowMs)
      const claims = named.members.map((member) => claimsOf(model, member))
      if (claims.some((count) => count + action.count > moment.memberTotal)) return 'member-limit-reached'
      issue(model, named, { codes: moment.codes, isClaimed: true })
      return 'ok'
    }
    case 'save':
      return save(model, action, moment.nowMs)
    case 'change-phone':
      return changePhone(model, action, moment.nowMs)
    case 'replace-card':
      return replaceCard(model, action)
    case 'merge': {
      if (action.from === action.into) return 'invalid-member'
      const refusal = notActive(model, action.from) ?? notActive(model, action.into)
      if (refusal !== undefined) return refusal
      join(model, action, moment.mergeId)
      return 'ok'
    }
    case 'unmerge':
      return unmerge(model, action.id)
    case 'erase':
      return erase(model, action.member)
  }
}

function issue(
  model: MemberModel,
  { phone, card }: Named,
  { codes, isClaimed }: Readonly<{ codes: readonly string[]; isClaimed: boolean }>,
): void {
  for (const code of codes) model.coupons.push({ code, phone, card, isClaimed })
}

function save(
  model: MemberModel,
  { member, names, shares }: Extract<MemberAction, { kind: 'save' }>,
  now: number,
): string {
  if (member === undefined) {
    const { members } = nameIn(model, names, now)
    return members.length === 1 ? `ok M${members[0]}` : 'member-ambiguous'
  }
  const refusal = notActive(model, member) ?? addPhone(model, { phone: names.phone, member, shares, now })
  return refusal ?? addCard(model, names.card, member) ?? `ok M${member}`
}

/** @returns why a member cannot have a phone */
function addPhone(
  model: MemberModel,
  { phone, member, shares, now }: Readonly<{ phone: string | undefined; member: number; shares: boolean; now: number }>,
): string | undefined {
  if (phone === undefined) return undefined
  const others = usersOf(model, phone).filter((user) => user !== member)
  const place = currentPhone(model, phone)
  const own = place === undefined ? undefined : model.phones[place]?.holders.find((one) => one.member === member)
  if (own?.state === 'active') return undefined
  if (others.length > 0 && !shares) return 'phone-of-other-members'
  if (own === undefined) hold(model, { phone, member, now })
  else Object.assign(own, { state: 'active', since: now })
  return undefined
}

function addCard(model: MemberModel, card: string | undefined, member: number): string | undefined {
  const known = card === undefined ? undefined : currentCard(model, card)
  if (known !== undefined) return model.cards[known]?.owner === member ? undefined : 'card-of-other-member'
  if (card !== undefined) model.cards.push({ text: card, owner: member, state: 'active' })
  return undefined
}

function changePhone(
  model: MemberModel,
  { member: given, old, next, shares }: Extract<MemberAction, { kind: 'change-phone' }>,
  now: number,
): string {
  const place = currentPhone(model, old)
  const named = given === undefined ? (place === undefined ? [] : namedBy(model, place)) : [given]
  const [member, ...others] = named
  if (member === undefined) return 'member-not-found'
  if (others.length > 0) return 'member-ambiguous'
  const refusal = notActive(model, member)
  if (refusal !== undefined) return refusal
  const phone = place === undefined ? undefined : model.phones[place]
  const own = phone?.holders.find((holder) => holder.member === member && holder.state === 'active')
  if (phone === undefined || own === undefined) return 'phone-not-held'
  if (old === next) return 'invalid-member'
  const problem = addPhone(model, { phone: next, member, shares, now })
  if (problem !== undefined) return problem
  Object.assign(own, { state: 'replaced', since: now })
  giveOthersANewNumber(model, phone, now)
  return `ok M${member}`
}

/** Those who still use a phone that somebody gave up: later coupons are theirs alone. */
function giveOthersANewNumber(model: MemberModel, phone: ModelPhone, now: number): void {
  const users = phone.holders.filter(({ state }) => state === 'active')
  if (users.length === 0) return
  const holders = users.map(({ member }): Holder => ({ member, state: 'active', since: now }))
  for (const user of users) Object.assign(user, { state: 'replaced', since: now })
  phone.isCurrent = false
  model.phones.push({ text: phone.text, isCurrent: true, holders })
}

function replaceCard(model: MemberModel, { card, next }: Extract<MemberAction, { kind: 'replace-card' }>): string {
  const place = currentCard(model, card)
  const known = place === undefined ? undefined : model.cards[place]
  if (known === undefined) return 'member-not-found'
  const problem = addCard(model, next, known.owner)
  if (problem !== undefined) return problem
  known.state = 'lost'
  return `ok M${known.owner}`
}

function unmerge(model: MemberModel, id: string): string {
  const merge = model.merges.find((one) => one.id === id)
  if (merge === undefined) return 'merge-not-found'
  if (merge.isUndone) return 'merge-not-undoable'
  const { from, into } = merge
  if (stateOf(model, from) === 'erased') return 'member-erased'
  const refusal = notActive(model, into)
  if (refusal !== undefined) return refusal
  for (const { phone, mine, theirs } of merge.phones) {
    const holders = model.phones[phone]?.holders ?? []
    const now = holders.find(({ member }) => member === into)
    if (now === undefined) continue
    if (theirs === undefined) now.member = from
    else {
      const isUnchanged = [mine, theirs].some(({ state, since }) => state === now.state && since === now.since)
      holders.push({ ...(isUnchanged ? mine : now), member: from })
      if (isUnchanged) Object.assign(now, theirs, { member: into })
    }
  }
  for (const place of merge.cards) {
    const card = model.cards[place]
    if (card?.owner === into) card.owner = from
  }
  merge.isUndone = true
  setState(model, from, 'active')
  return 'ok'
}

function erase(model: MemberModel, member: number): string {
  const refusal = notActive(model, member)
  if (refusal !== undefined) return refusal
  const gone = new Set([member])
  for (const one of gone) {
    for (const { from, into, isUndone } of model.merges) if (into === one && !isUndone) gone.add(from)
  }
  for (const phone of model.phones) {
    const left = phone.holders.filter((holder) => !gone.has(holder.member))
    if (left.length === 0 && phone.holders.length > 0) Object.assign(phone, { text: undefined, isCurrent: false })
    phone.holders = left
  }
  for (const card of model.cards) if (gone.has(card.owner)) card.text = undefined
  for (const one of gone) setState(model, one, 'erased')
  return `ok ${[...gone].toSorted((left, right) => left - right).map((one) => `M${one}`)}`
}

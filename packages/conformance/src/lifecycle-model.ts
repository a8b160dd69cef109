import { type IdentityModel, isCouponOf, type ModelNames, nameInModel } from './identity-model.ts'

/** One call of one caller, everything named. */
export type Command = Readonly<{ outRequestNo: string }> & Action

export type Action =
  | Readonly<{ kind: 'issue'; codes: readonly string[]; content: number }>
  | Readonly<{ kind: 'claim'; template: string; names: ModelNames; count: number }>
  | Readonly<{ kind: 'reserve'; template: string; count: number }>
  | Readonly<{ kind: 'claim-code'; code: string; names: ModelNames }>
  | Readonly<{ kind: 'hold'; code: string; order: string; seconds: number }>
  | Readonly<{ kind: 'release'; code: string; order: string }>
  | Readonly<{ kind: 'redeem'; codes: readonly string[]; order: string; amount: number }>
  | Readonly<{ kind: 'return'; redemptionId: string }>
  | Readonly<{ kind: 'void'; codes: readonly string[]; withHeld: boolean }>
  | Readonly<{ kind: 'extend'; codes: readonly string[]; endDay: string }>

/** What a command came to, without random ids: the same words for the model and for the store. */
export type Outcome = string

/** The ids that the store made up, which the model cannot know. */
export type MadeUp = Readonly<{ codes: readonly string[]; redemptionIds: readonly string[] }>

/** A plain memory of one seller, written against the documents and not with the code under test. */
export type LifecycleModel = {
  coupons: Map<string, ModelCoupon>
  /** Templates of reserved codes, claimed or not. */
  reserved: Map<string, string>
  redemptions: Map<string, { code: string; isReturned: boolean }>
  templates: Map<string, ModelTemplate>
  identities: IdentityModel
  /** Outcomes by request number. */
  done: Map<string, Outcome>
}

type ModelCoupon = {
  state: 'unused' | 'held' | 'used' | 'void'
  order: string
  untilMs: number
  startDay: string
  endDay: string
  fromAmount: number
  face: number
  /** What it took off the order that it is on. */
  took: number
  returns: number
  template: string | undefined
  content: number
}

export type ModelTemplate = {
  stockTotal: number
  stockPerDay: number
  memberTotal: number
  memberPerDay: number
  isStackable: boolean
  face: number
  extendDays: number
  maxReturns: number
  /** One entry per claimed coupon: its day and who claimed it. */
  claims: { day: string; names: ModelNames }[]
}

const day = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
const later = (text: string, days: number): string => day(Date.parse(`${text}T12:00:00+08:00`) + days * 86_400_000)

/** The time of a command, and what the store made up for it. */
type Moment = Readonly<{ nowMs: number; made: MadeUp }>

/** Takes one command; changes the model as the documents say and tells the outcome. */
export function applyCommand(model: LifecycleModel, command: Command, moment: Moment): Outcome {
  const known = model.done.get(command.outRequestNo)
  if (known !== undefined) return `again ${known}`
  const outcome = outcomeOf(model, command, moment)
  if (outcome.startsWith('ok')) model.done.set(command.outRequestNo, outcome)
  return outcome
}

/** Status on the wire at a moment. */
export function modelStatus(coupon: ModelCoupon, nowMs: number): string {
  if (coupon.state === 'used') return '1'
  if (coupon.state === 'void') return '3'
  if (coupon.state === 'held' && nowMs < coupon.untilMs) return '4'
  return day(nowMs) > coupon.endDay ? '2' : '0'
}

function outcomeOf(model: LifecycleModel, command: Command, moment: Moment): Outcome {
  const { nowMs } = moment
  switch (command.kind) {
    case 'issue': {
      const kinds = command.codes.map((code) => issue(model, code, command.content))
      const isNothing = kinds.includes('conflict') && !kinds.includes('created')
      return `${isNothing ? 'nothing issued' : 'ok'} ${kinds.join()}`
    }
    case 'claim':
      return claim(model, command, moment)
    case 'reserve': {
      for (const code of moment.made.codes) model.reserved.set(code, command.template)
      return `ok ${command.count}`
    }
    case 'claim-code': {
      const { code, names } = command
      const template = model.reserved.get(code)
      if (template === undefined) return 'code-not-reserved'
      if (model.coupons.has(code)) return 'code-already-claimed'
      return claim(model, { template, names, count: 1 }, { nowMs, made: { codes: [code], redemptionIds: [] } })
    }
    case 'hold': {
      const coupon = model.coupons.get(command.code)
      if (coupon === undefined) return noCoupon(model, command.code)
      const refusal = notFree(coupon, command.order, nowMs) ?? outOfDates(coupon, nowMs)
      if (refusal !== undefined) return refusal
      Object.assign(coupon, { state: 'held', order: command.order, untilMs: nowMs + command.seconds * 1000 })
      return `ok ${coupon.untilMs}`
    }
    case 'release': {
      const coupon = model.coupons.get(command.code)
      if (coupon === undefined) return noCoupon(model, command.code)
      if (coupon.state === 'used') return 'USED_BY'
      if (coupon.state !== 'held' || nowMs >= coupon.untilMs) return 'ok'
      if (coupon.order !== command.order) return 'HELD_BY'
      coupon.state = 'unused'
      return 'ok'
    }
    case 'redeem':
      return redeem(model, command, moment)
    case 'return':
      return giveBack(model, command.redemptionId, day(nowMs))
    case 'void': {
      const { codes, withHeld } = command
      return `ok ${codes.map((code) => takeAway(model.coupons.get(code), { nowMs, withHeld })).join()}`
    }
    case 'extend': {
      if (command.endDay < day(nowMs)) return 'end-date-passed'
      return `ok ${command.codes.map((code) => extend(model.coupons.get(code), command.endDay)).join()}`
    }
  }
}

function noCoupon({ reserved }: LifecycleModel, code: string): Outcome {
  return reserved.has(code) ? 'coupon-not-claimed' : 'coupon-not-found'
}

function issue(model: LifecycleModel, code: string, content: number): string {
  const existing = model.coupons.get(code)
  if (existing !== undefined) return existing.content === content ? 'existing' : 'conflict'
  const days = { startDay: '2026-11-01', endDay: content === 0 ? '2026-11-25' : '2026-11-28' }
  model.coupons.set(code, { ...fresh, ...days, fromAmount: content * 100, face: 60, content })
  return 'created'
}

const fresh = { state: 'unused', order: '', untilMs: 0, took: 0, returns: 0, template: undefined, content: -1 } as const

function claim(
  model: LifecycleModel,
  { template: id, names, count }: Pick<Extract<Command, { kind: 'claim' }>, 'template' | 'names' | 'count'>,
  { nowMs, made: { codes } }: Moment,
): Outcome {
  const template = model.templates.get(id)
  if (template === undefined) return 'template-not-found'
  const today = day(nowMs)
  const taken = template.claims
  const ofToday = (claims: ModelTemplate['claims']) => claims.filter((entry) => entry.day === today)
  const identities = structuredClone(model.identities)
  const lefts = nameInModel(identities, names).map((member) => {
    const own = taken.filter((entry) => isCouponOf(identities, entry.names, member))
    return Math.min(template.memberTotal - own.length, template.memberPerDay - ofToday(own).length)
  })
  const memberLeft = Math.min(...lefts)
  const stockLeft = Math.min(template.stockTotal - taken.length, template.stockPerDay - ofToday(taken).length)
  if (count > memberLeft || count > stockLeft) return 'limited'
  model.identities = identities
  for (let place = 0; place < count; place += 1) {
    taken.push({ day: today, names })
    const terms = { startDay: today, endDay: later(today, 2), fromAmount: 0, face: template.face, template: id }
    model.coupons.set(codes[place] ?? `missing ${place}`, { ...fresh, ...terms })
  }
  return `ok ${count}`
}

function redeem(
  model: LifecycleModel,
  { codes, order, amount }: Extract<Command, { kind: 'redeem' }>,
  { nowMs, made: { redemptionIds } }: Moment,
): Outcome {
  for (const code of codes) {
    const coupon = model.coupons.get(code)
    if (coupon === undefined) return noCoupon(model, code)
    const isPromised = coupon.state === 'held' && nowMs < coupon.untilMs && coupon.order === order
    const refusal = notFree(coupon, order, nowMs) ?? (isPromised ? undefined : outOfDates(coupon, nowMs))
    if (refusal !== undefined) return refusal
    if (amount < coupon.fromAmount) return 'SHORT'
  }
  const earlier = [...model.coupons.values()].filter((coupon) => coupon.state === 'used' && coupon.order === order)
  const own = codes.flatMap((code) => model.coupons.get(code) ?? [])
  if (isLonerBeside(model, [...earlier, ...own])) return 'ALONE'
  const takes = takesOf(model, { codes, leftFen: earlier.reduce((left, { took }) => left - took, amount) })
  if (takes === undefined) return 'NO_EFFECT'
  for (const [place, code] of codes.entries()) {
    const redemptionId = redemptionIds[place] ?? `missing ${place}`
    Object.assign(model.coupons.get(code) ?? {}, { state: 'used', order, took: takes.get(code) ?? 0 })
    model.redemptions.set(redemptionId, { code, isReturned: false })
  }
  return `ok ${codes.length}`
}

function isLonerBeside(model: LifecycleModel, coupons: readonly ModelCoupon[]): boolean {
  const isLoner = ({ template }: ModelCoupon) =>
    template !== undefined && model.templates.get(template)?.isStackable === false
  return coupons.length > 1 && coupons.some(isLoner)
}

/** What each coupon takes: the larger face first, then by template and code. @returns undefined if one finds nothing left */
function takesOf(
  model: LifecycleModel,
  { codes, leftFen }: Readonly<{ codes: readonly string[]; leftFen: number }>,
): ReadonlyMap<string, number> | undefined {
  const takes = new Map<string, number>()
  const own = codes.flatMap((code) => {
    const coupon = model.coupons.get(code)
    return coupon === undefined ? [] : [{ code, face: coupon.face, name: `${coupon.template ?? ''} ${code}` }]
  })
  let left = leftFen
  for (const { code, face } of own.toSorted((one, two) => two.face - one.face || (one.name < two.name ? -1 : 1))) {
    if (left <= 0) return undefined
    takes.set(code, Math.min(face, left))
    left -= face
  }
  return takes
}

function giveBack(model: LifecycleModel, redemptionId: string, today: string): Outcome {
  const redemption = model.redemptions.get(redemptionId)
  const coupon = redemption === undefined ? undefined : model.coupons.get(redemption.code)
  if (redemption === undefined || coupon === undefined) return 'redemption-not-found'
  if (redemption.isReturned) return `ok unchanged ${coupon.endDay}`
  const template = coupon.template === undefined ? undefined : model.templates.get(coupon.template)
  if (template !== undefined && coupon.returns >= template.maxReturns) return 'return-not-allowed'
  redemption.isReturned = true
  const days = template?.extendDays ?? 0
  const endDay = days === 0 ? coupon.endDay : later(coupon.endDay < today ? today : coupon.endDay, days)
  Object.assign(coupon, { state: 'unused', returns: coupon.returns + 1, endDay })
  return `ok returned ${endDay}`
}

function extend(coupon: ModelCoupon | undefined, endDay: string): string {
  if (coupon === undefined) return 'not_found'
  if (coupon.state === 'used' || coupon.state === 'void') return coupon.state
  if (endDay <= coupon.endDay) return endDay === coupon.endDay ? 'unchanged' : 'not_later'
  coupon.endDay = endDay
  return 'extended'
}

function takeAway(
  coupon: ModelCoupon | undefined,
  { nowMs, withHeld }: Readonly<{ nowMs: number; withHeld: boolean }>,
): string {
  if (coupon === undefined) return 'not_found'
  if (coupon.state === 'used') return 'used'
  if (coupon.state === 'held' && nowMs < coupon.untilMs && !withHeld) return 'held'
  if (coupon.state === 'void') return 'already_void'
  coupon.state = 'void'
  return 'voided'
}

function notFree(coupon: ModelCoupon, order: string, nowMs: number): Outcome | undefined {
  if (coupon.state === 'used') return 'USED_BY'
  if (coupon.state === 'void') return 'VOID'
  return coupon.state === 'held' && nowMs < coupon.untilMs && coupon.order !== order ? 'HELD_BY' : undefined
}

function outOfDates(coupon: ModelCoupon, nowMs: number): Outcome | undefined {
  if (day(nowMs) > coupon.endDay) return 'EXPIRED'
  return day(nowMs) < coupon.startDay ? 'NOT_STARTED' : undefined
}

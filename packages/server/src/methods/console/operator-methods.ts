import {
  createOperator,
  isRoleName,
  listOperators,
  problemOfName,
  resetOperator,
  roles,
  setOperatorRole,
  switchOperator,
  unusableName,
} from '@yaoquan/api'
import type { AppRegistry } from '#domain/access/access-store'
import { createOperator as create } from '#domain/administration/create-operator'
import {
  type ManageDependencies,
  resetOperator as reset,
  revokeRole,
  setRole,
  switchOperator as switchTo,
} from '#domain/administration/manage-operators'
import type { ShownPassword } from '#domain/administration/one-time-password'
import { hasRole, isManaged, type Owner } from '#domain/administration/operator-act'
import { momentText } from '#domain/dates'
import type { NoticeRecorder } from '#domain/events/event-store'
import { namesTriedNotice } from '#domain/events/notices'
import type { OperatorRole } from '#domain/people/operator'
import { type Consent, chargeUnusableName, mostUnusableNames, type SignInAttempts } from '#domain/people/people-store'
import type { CallContext, LifecycleDependencies, Method } from '#methods/method'
import { errorResult } from '#methods/refused-result'
import { ruleForUnknown } from '#methods/rule-for-unknown'
import { actRequest, doneBefore, noticeOrigin } from './act-request.ts'
import { consoleRefusal, invalidSetting, ruleForNames } from './console-refusal.ts'

type RoleDependencies = ManageDependencies & Pick<LifecycleDependencies, 'masterData'>

export type OperatorDependencies = RoleDependencies &
  Readonly<{ attempts: SignInAttempts; notices: NoticeRecorder; apps: AppRegistry }>

/** The operators who have a role for the seller. */
export function listOperatorsMethod({ operators }: ManageDependencies): Method<typeof listOperators> {
  return {
    definition: listOperators,
    async call(_input, { sellerId }) {
      const shown = (await operators.listOperators()).flatMap(({ operator, createdAtMs, createdBy }) => {
        const own = operator.roles.find((role) => role.sellerId === sellerId)
        if (own === undefined) return []
        const { name, displayName, isEnabled: enabled, totpSecret, mustChangePassword } = operator
        const account = { name, displayName, enabled, totp: totpSecret !== undefined, mustChangePassword }
        const role = { role: own.role, shops: own.shops && [...own.shops], otherSellers: operator.roles.length > 1 }
        return [{ ...account, ...role, createdAt: momentText(createdAtMs), createdBy }]
      })
      return { result: { operators: shown, success: true } }
    },
  }
}

/** Creates an operator with a role for the seller. */
export function createOperatorMethod(people: OperatorDependencies): Method<typeof createOperator> {
  return {
    definition: createOperator,
    async call(input, context) {
      const { name, displayName } = input
      const query = await readRole(input, context, people)
      if ('result' in query) return query
      const problem = problemOfName(name)
      if (problem && problem !== unusableName) return { result: invalidSetting('name', problem) }
      if (problem !== undefined) return refuseName(context, people)
      const request = actRequest(createOperator.name, input, context)
      const by = await ownerOf(context, people)
      const made = await create({ name, displayName, roles: [query] }, { ...people, request, by })
      if (made.kind === 'conflict') return { result: errorResult('idempotentConflict', input) }
      if (made.kind !== 'exists') return { result: shownPassword(made) }
      const known = await people.operators.findOperator(name)
      return known !== undefined && hasRole(known, context)
        ? { result: consoleRefusal('operatorExists', { name }) }
        : refuseName(context, people)
    },
  }
}

function shownPassword(told: ShownPassword) {
  if (told.kind === 'done-before') return { ...consoleRefusal('secretNotTold'), ...doneBefore(true) }
  const { password: oneTimePassword, isReplaced } = told
  return { ...doneBefore(isReplaced), oneTimePassword, replaced: isReplaced ? true : undefined, success: true }
}

/** Names are one space over all sellers, so that a taken one is answered like a reserved one: an owner must not learn who works for others. */
async function refuseName(context: CallContext, { attempts, notices }: OperatorDependencies) {
  const charged = await chargeUnusableName(context, attempts)
  if (charged.kind === 'refused') {
    const time = momentText(charged.untilMs)
    return { result: consoleRefusal('tooManyNames', { count: mostUnusableNames, time }) }
  }
  if (charged.isLast) await notices.recordNotice(namesTriedNotice(noticeOrigin(context), mostUnusableNames))
  return { result: invalidSetting('name', unusableName) }
}

/** Lets an operator sign in, or does not. */
export function switchOperatorMethod(people: OperatorDependencies): Method<typeof switchOperator> {
  return {
    definition: switchOperator,
    async call(input, context) {
      const { name, enabled: isEnabled, dryRun } = input
      const own = await ownerOf(context, people)
      const refusal = await refuseAccount(name, own, people)
      if (refusal) return refusal
      if (dryRun === true) {
        const stopping = isEnabled ? [] : await people.consents.listConsents(name, context.nowMs)
        return { result: { dryRun, stoppedApps: await namedApps(stopping, people), success: true } }
      }
      const request = actRequest(switchOperator.name, input, context)
      const done = await switchTo({ target: { name, by: own }, isEnabled }, { ...people, request })
      if (done.kind === 'conflict') return { result: errorResult('idempotentConflict', input) }
      if (done.kind !== 'changed') return { result: consoleRefusal('operatorNotFound', { name }) }
      return { result: { stoppedApps: await namedApps(done.stopped, people), success: true } }
    },
  }
}

async function namedApps(consents: readonly Consent[], { apps }: OperatorDependencies) {
  const names = new Map((await apps.listApps()).map(({ app }) => [app.appKey, app.name]))
  return consents.map(({ appKey, sellerId }) => ({ appKey, name: names.get(appKey) ?? appKey, sellerId }))
}

/** Gives an operator another one-time password. */
export function resetOperatorMethod(people: ManageDependencies): Method<typeof resetOperator> {
  return {
    definition: resetOperator,
    async call(input, context) {
      const { name } = input
      const own = await ownerOf(context, people)
      const refusal = await refuseAccount(name, own, people)
      if (refusal) return refusal
      const request = actRequest(resetOperator.name, input, context)
      const done = await reset({ name, by: own }, { ...people, request })
      if (done.kind === 'conflict') return { result: errorResult('idempotentConflict', input) }
      if (done.kind === 'changed' || done.kind === 'done-before') return { result: shownPassword(done) }
      return { result: consoleRefusal('operatorNotFound', { name }) }
    },
  }
}

/** Sets what an operator is for the seller, or takes it away. */
export function setOperatorRoleMethod(people: RoleDependencies): Method<typeof setOperatorRole> {
  return {
    definition: setOperatorRole,
    async call(input, context) {
      const { name, role, shops } = input
      if (name === context.operator?.name) return { result: consoleRefusal('operatorIsSelf') }
      const { acts } = people
      const request = actRequest(setOperatorRole.name, input, context)
      const query = role === undefined ? undefined : await readRole({ name, role, shops }, context, people)
      if (query !== undefined && 'result' in query) return query
      const target = { name, by: await ownerOf(context, people) }
      const done =
        query === undefined
          ? await acts.runAct(request, revokeRole, { target, sellerId: context.sellerId })
          : await acts.runAct(request, setRole, { target, role: query })
      if (done.kind === 'conflict') return { result: errorResult('idempotentConflict', input) }
      if (done.kind !== 'done') return { result: consoleRefusal('operatorNotFound', { name }) }
      const assigned = query && { role: query.role, shops: query.shops && [...query.shops] }
      return { result: { assigned, success: true } }
    },
  }
}

type RoleInput = Readonly<{ name: string; role: string; shops?: readonly string[] | undefined }>

/** A shop clerk needs shops, of those in the list or that the clerk had before; the other roles have none. */
async function readRole(
  { name, role, shops = [] }: RoleInput,
  { sellerId }: CallContext,
  { masterData, operators }: RoleDependencies,
): Promise<OperatorRole | Invalid> {
  if (!isRoleName(role)) return { result: invalidSetting('role', ruleForNames(roles)) }
  const { isOfShops } = roles[role]
  if (isOfShops && shops.length === 0) {
    return { result: invalidSetting('shops', { zh: '店员需要门店', en: 'are needed for a shop clerk' }) }
  }
  if (!isOfShops && shops.length > 0) {
    return { result: invalidSetting('shops', { zh: '只用于店员', en: 'are only for a shop clerk' }) }
  }
  const roleBefore = (await operators.findOperator(name))?.roles.find((one) => one.sellerId === sellerId)
  const unknown: string[] = []
  for (const code of shops) {
    if (roleBefore?.shops?.includes(code) || (await masterData.isShopKnown(sellerId, code))) continue
    unknown.push(code)
  }
  if (unknown.length > 0) {
    return { result: invalidSetting('shops', ruleForUnknown({ field: 'shop', codes: unknown })) }
  }
  return { sellerId, role, shops: isOfShops ? [...new Set(shops)] : undefined }
}

type Invalid = Readonly<{ result: ReturnType<typeof invalidSetting> }>

async function ownerOf(
  { operator, sellerId }: CallContext,
  { operators }: Pick<ManageDependencies, 'operators'>,
): Promise<Owner> {
  const own = operator && (await operators.findOperator(operator.name))
  const owned = own?.roles.filter(({ role }) => role === 'owner') ?? []
  return { name: operator?.name, sellerId, ownedIds: owned.map((role) => role.sellerId) }
}

/**
 * Why an account may not be changed: it is the own one, so that each seller keeps an owner; the operator has no role for the
 * seller; or has roles of sellers of which the caller is no owner, who would get into them with a password of the operator's.
 */
async function refuseAccount(name: string, own: Owner, { operators }: ManageDependencies) {
  if (name === own.name) return { result: consoleRefusal('operatorIsSelf') }
  const target = await operators.findOperator(name)
  if (target === undefined || !hasRole(target, own)) return { result: consoleRefusal('operatorNotFound', { name }) }
  return isManaged(target, own) ? undefined : { result: consoleRefusal('operatorOfOthers', { name }) }
}

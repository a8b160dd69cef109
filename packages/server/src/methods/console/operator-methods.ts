import {
  createOperator,
  isRoleName,
  listOperators,
  problemOfName,
  resetOperator,
  roles,
  setOperatorRole,
  switchOperator,
} from '@yaoquan/api'
import { momentText } from '#domain/dates'
import {
  createOperator as create,
  type ManageDependencies,
  type Origin,
  resetOperator as reset,
  revokeRole,
  setRole,
  switchOperator as switchTo,
} from '#domain/people/manage-operators'
import type { Operator, OperatorRole } from '#domain/people/operator'
import type { CallContext, Method } from '#methods/method'
import { consoleRefusal, invalidSetting } from './console-refusal.ts'

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
export function createOperatorMethod(people: ManageDependencies): Method<typeof createOperator> {
  return {
    definition: createOperator,
    async call({ name, displayName, role, shops }, context) {
      const problem = problemOfName(name)
      if (problem) return { result: invalidSetting('name', problem.zh) }
      const asked = readRole({ role, shops }, context)
      if ('result' in asked) return asked
      const made = await create({ name, displayName, roles: [asked] }, originOf(context), people)
      if (made.kind === 'exists') return { result: consoleRefusal('operatorExists', { name }) }
      return { result: { oneTimePassword: made.password, success: true } }
    },
  }
}

/** Lets an operator sign in, or does not. */
export function switchOperatorMethod(people: ManageDependencies): Method<typeof switchOperator> {
  return {
    definition: switchOperator,
    async call({ name, enabled }, context) {
      const refusal = await refuseAccount(name, context, people)
      if (refusal) return refusal
      await switchTo(name, enabled, originOf(context), people)
      return { result: { success: true } }
    },
  }
}

/** Gives an operator another one-time password. */
export function resetOperatorMethod(people: ManageDependencies): Method<typeof resetOperator> {
  return {
    definition: resetOperator,
    async call({ name }, context) {
      const refusal = await refuseAccount(name, context, people)
      if (refusal) return refusal
      const done = await reset(name, originOf(context), people)
      if (done.kind !== 'changed') return { result: consoleRefusal('operatorNotFound', { name }) }
      return { result: { oneTimePassword: done.password, success: true } }
    },
  }
}

/** Sets what an operator is for the seller, or takes it away. */
export function setOperatorRoleMethod(people: ManageDependencies): Method<typeof setOperatorRole> {
  return {
    definition: setOperatorRole,
    async call({ name, role, shops }, context) {
      if (name === context.operator?.name) return { result: consoleRefusal('operatorIsSelf') }
      const origin = originOf(context)
      const asked = role === undefined ? undefined : readRole({ role, shops }, context)
      if (asked !== undefined && 'result' in asked) return asked
      if (!(await mayAssign(name, context, people))) return { result: consoleRefusal('operatorNotFound', { name }) }
      const done =
        asked === undefined
          ? await revokeRole(name, context.sellerId, origin, people)
          : await setRole(name, asked, origin, people)
      if (done === 'unknown-operator') return { result: consoleRefusal('operatorNotFound', { name }) }
      const assigned = asked && { role: asked.role, shops: asked.shops && [...asked.shops] }
      return { result: { assigned, success: true } }
    },
  }
}

type RoleInput = Readonly<{ role: string; shops?: readonly string[] | undefined }>

/** A shop clerk needs shops; the other roles have none. */
function readRole({ role, shops = [] }: RoleInput, { sellerId }: CallContext): OperatorRole | Invalid {
  if (!isRoleName(role)) return { result: invalidSetting('role', `应为 ${Object.keys(roles).join('、')} 之一`) }
  const { isOfShops } = roles[role]
  if (isOfShops && shops.length === 0) return { result: invalidSetting('shops', '店员需要门店') }
  if (!isOfShops && shops.length > 0) return { result: invalidSetting('shops', '只用于店员') }
  return { sellerId, role, shops: isOfShops ? [...new Set(shops)] : undefined }
}

type Invalid = Readonly<{ result: ReturnType<typeof invalidSetting> }>

/**
 * Why an account may not be changed: it is the own one, so that each seller keeps an owner; the operator has no role for the
 * seller; or has roles of sellers of which the caller is no owner, who would get into them with a password of the operator's.
 */
async function refuseAccount(
  name: string,
  { operator: caller, sellerId }: CallContext,
  { operators }: ManageDependencies,
) {
  if (name === caller?.name) return { result: consoleRefusal('operatorIsSelf') }
  const target = await operators.findOperator(name)
  const hasRole = target?.roles.some((role) => role.sellerId === sellerId)
  if (target === undefined || !hasRole) return { result: consoleRefusal('operatorNotFound', { name }) }
  const own = caller && (await operators.findOperator(caller.name))
  const isOwnerOfAll = target.roles.every((role) => own && isOwnerOf(own, role.sellerId))
  return isOwnerOfAll ? undefined : { result: consoleRefusal('operatorOfOthers', { name }) }
}

/**
 * Whether a role may be set: the operator has one for the seller, or the caller is an owner of all sellers of the operator's.
 * Else a stranger's owner could add roles to somebody's operator, who then could not be reset or disabled any more.
 */
async function mayAssign(name: string, { operator: caller, sellerId }: CallContext, { operators }: ManageDependencies) {
  const target = await operators.findOperator(name)
  if (target === undefined) return false
  if (target.roles.some((role) => role.sellerId === sellerId)) return true
  const own = caller && (await operators.findOperator(caller.name))
  return target.roles.every((role) => own && isOwnerOf(own, role.sellerId))
}

function isOwnerOf(operator: Operator, sellerId: string): boolean {
  return operator.roles.some((role) => role.sellerId === sellerId && role.role === 'owner')
}

function originOf({ actor, nowMs, requestId }: CallContext): Origin {
  return { actor, nowMs, requestId }
}

import { isRoleName, roles } from '@yaoquan/api'
import { type SignedIn, signIn } from '#domain/administration/sign-in'
import { type Operator, wholeSessionMs } from '#domain/people/operator'
import type { PolicyReader, SellerPolicy } from '#domain/policy/seller-policy'
import { json, membersOf, type PageAnswer, type PageRequest } from '#site/page-route'
import { refused, refusedUntil } from './console-answers.ts'
import { browserCookie, browserMarkOf, sessionCookie, tokenOf } from './session-cookie.ts'
import type { ConsoleDependencies, SignedInRequest } from './signed-in-request.ts'

/** `POST /console/api/session` {name, password, code?}: signs in. */
export async function startSession(request: PageRequest, dependencies: ConsoleDependencies): Promise<PageAnswer> {
  const { name, password, code } = membersOf(request.body) ?? {}
  if (typeof name !== 'string' || typeof password !== 'string' || isTooLong(name, password)) {
    return refused('invalidRequest')
  }
  const { ip, client } = request
  const nowMs = dependencies.clock()
  const input = {
    name: name.trim().toLowerCase(),
    password,
    code: typeof code === 'string' ? code : undefined,
    client,
    browserMark: browserMarkOf(request),
    nowMs,
  }
  const outcome = await signIn(input, dependencies)
  dependencies.telemetry.signInAnswered({
    outcome: outcome.kind,
    ip,
    // The name of a failed attempt may be a password that was typed into the wrong field.
    operator: outcome.kind === 'signed-in' ? outcome.operator.name : '',
  })
  if (outcome.kind !== 'signed-in') return refusedSignIn(outcome, nowMs)
  const cookies = [
    sessionCookie(request, outcome.token, wholeSessionMs / 1_000),
    browserCookie(request, outcome.browserMark),
  ]
  return json(await shownSession(outcome.operator, dependencies), 200, { 'set-cookie': cookies })
}

/** Longer texts are not hashed. */
function isTooLong(name: string, password: string): boolean {
  return name.length > 64 || password.length > 1_024
}

function refusedSignIn(outcome: Exclude<SignedIn, Readonly<{ kind: 'signed-in' }>>, nowMs: number): PageAnswer {
  return outcome.kind === 'locked' ? refusedUntil(outcome.untilMs, nowMs) : refused(problems[outcome.kind])
}

const problems = {
  refused: 'signInRefused',
  'code-needed': 'codeNeeded',
  'password-expired': 'passwordExpired',
  busy: 'busy',
} as const

/** `GET /console/api/session`: who is signed in, and what they may do for which sellers. */
export async function showSession(
  { operator }: SignedInRequest,
  dependencies: ConsoleDependencies,
): Promise<PageAnswer> {
  return json(await shownSession(operator, dependencies))
}

/** `DELETE /console/api/session`: signs out; done as well where nobody was signed in. */
export async function endSession(request: PageRequest, { sessions }: ConsoleDependencies): Promise<PageAnswer> {
  const token = tokenOf(request)
  if (token !== undefined) await sessions.endSession(token)
  return json({}, 200, { 'set-cookie': sessionCookie(request, '', 0) })
}

async function shownSession(
  operator: Operator,
  { listSellers, policies, views }: ConsoleDependencies,
): Promise<object> {
  const names = new Map((await listSellers()).map(({ sellerId, name }) => [sellerId, name]))
  const { name, displayName, mustChangePassword, totpSecret } = operator
  const saved = await views.listViews(name)
  const rules = await rulesOf(operator, policies)
  const sellers = operator.roles.map(({ sellerId: id, role, shops = [] }, place) => {
    if (!isRoleName(role)) return []
    const { isApprovalAsked = false, numbersOrders = false } = rules[place] ?? {}
    const own = saved.filter(({ sellerId }) => sellerId === id)
    return [
      {
        id,
        name: names.get(id) ?? id,
        role,
        shops,
        acts: roles[role].acts,
        asksApproval: isApprovalAsked,
        numbersOrders,
        views: own.map(({ list, name: viewName, search }) => ({ list, name: viewName, search })),
      },
    ]
  })
  return {
    operator: { name, displayName, mustChangePassword, hasTotp: totpSecret !== undefined },
    sellers: sellers.flat(),
  }
}

/**
 * What screens show of the rules of each seller. Where a store is down, those of its sellers are left out, so that their operators can work
 * for the sellers of others.
 */
async function rulesOf(
  { roles: held }: Operator,
  policies: PolicyReader,
): Promise<readonly (SellerPolicy | undefined)[]> {
  const found = await Promise.allSettled(held.map(({ sellerId }) => policies.findPolicy(sellerId)))
  const fault = found.find((one) => one.status === 'rejected')
  if (fault !== undefined && found.every(({ status }) => status === 'rejected')) throw fault.reason
  return found.map((one) => (one.status === 'fulfilled' ? one.value.policy : undefined))
}

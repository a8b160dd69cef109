import { problemOfPassword, type Text } from '@yaoquan/api'
import { changePassword, setTotp } from '#domain/administration/change-account'
import type { Operator } from '#domain/people/operator'
import { countedAlone, type PasswordProof, provePassword } from '#domain/people/prove-password'
import { parseView } from '#domain/people/saved-view'
import { json, membersOf, type PageAnswer } from '#site/page-route'
import { chosenSeller } from './chosen-seller.ts'
import { refused, refusedUntil } from './console-answers.ts'
import type { ConsoleDependencies, SignedInRequest } from './signed-in-request.ts'

/** `POST /console/api/password` {password, new_password}: changes the own password; all other sessions of the operator end. */
export async function changeOwnPassword(
  input: SignedInRequest,
  dependencies: ConsoleDependencies,
): Promise<PageAnswer> {
  const { operator, request, token } = input
  const { password, new_password: newPassword } = membersOf(request.body) ?? {}
  if (typeof password !== 'string' || typeof newPassword !== 'string') return refused('invalidRequest')
  const problem = newPassword === password ? samePassword : await problemOfChosen(newPassword, operator, dependencies)
  if (problem) return refused('weakPassword', problem)
  const proof = await prove(input, password, dependencies)
  if (proof.kind !== 'proven') return refusedProof(proof, input)
  await proof.forgetAttempts()
  const chosen = { password: newPassword, token }
  const done = await changePassword(proof.operator, chosen, { ...dependencies, ...momentOf(input) })
  return done === 'changed' ? json({}) : refused('wrongPassword')
}

/** Which rule a chosen password breaks; never what was typed. */
async function problemOfChosen(
  password: string,
  { name, displayName, roles }: Operator,
  { listSellers, isCommonPassword }: ConsoleDependencies,
): Promise<Text | undefined> {
  if (isCommonPassword(password)) return commonPassword
  const own = (await listSellers()).filter((seller) => roles.some(({ sellerId }) => sellerId === seller.sellerId))
  return problemOfPassword(password, { name, displayName, sellerNames: own.map((seller) => seller.name) })
}

const commonPassword = {
  zh: '这是常见的密码，容易被猜到，请换一个',
  en: 'this password is common and easily guessed; choose another',
} as const

const samePassword = { zh: '新密码与当前密码相同', en: 'the new password is the present one' } as const

/**
 * `POST /console/api/totp`: `{}` gives a new secret with its link, which changes nothing; `{password, secret, code}` sets it,
 * once a code proves that the authenticator app has it; `{password, remove: true}` removes it.
 */
export async function changeOwnTotp(input: SignedInRequest, dependencies: ConsoleDependencies): Promise<PageAnswer> {
  const { operator, request, nowMs } = input
  if (operator.mustChangePassword) return refused('passwordChangeNeeded')
  const { totp } = dependencies
  const { password, secret, code, remove } = membersOf(request.body) ?? {}
  if (secret === undefined && remove !== true) {
    const fresh = totp.newSecret()
    return json({ secret: fresh, uri: totp.uriOf(fresh, operator.name) })
  }
  if (typeof password !== 'string' || (remove !== true && !isSecret(secret))) return refused('invalidRequest')
  const proof = await prove(input, password, dependencies)
  if (proof.kind !== 'proven') return refusedProof(proof, input)
  await proof.forgetAttempts()
  if (remove === true) {
    const removed = await setTotp(proof.operator, undefined, { ...dependencies, ...momentOf(input) })
    return removed === 'changed' ? json({}) : refused('wrongPassword')
  }
  const step = isSecret(secret) && typeof code === 'string' ? totp.stepOf(secret, code, nowMs) : undefined
  if (!isSecret(secret) || step === undefined) return refused('wrongCode')
  const done = await setTotp(proof.operator, secret, { ...dependencies, ...momentOf(input) })
  if (done !== 'changed') return refused('wrongPassword')
  await dependencies.operators.useTotpStep(operator.name, step)
  return json({})
}

/** A secret as `newSecret` makes it: 160 bits in base32. */
function isSecret(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z2-7]{32}$/.test(value)
}

/** A browser that was left open must not be enough to take an account over. Strangers who guess do not hinder it. */
function prove(
  { operator: { name }, nowMs }: SignedInRequest,
  password: string,
  dependencies: ConsoleDependencies,
): Promise<PasswordProof> {
  return provePassword({ name, password, counted: countedAlone(name, 'session'), nowMs }, dependencies)
}

function refusedProof(
  proof: Exclude<PasswordProof, Readonly<{ kind: 'proven' }>>,
  { nowMs }: SignedInRequest,
): PageAnswer {
  return proof.kind === 'locked' ? refusedUntil(proof.untilMs, nowMs) : refused('wrongPassword')
}

function momentOf({ nowMs }: SignedInRequest): Readonly<{ nowMs: number; requestId: undefined }> {
  return { nowMs, requestId: undefined }
}

/**
 * `POST /console/api/views` {list, name, search}: saves a view of a list for the operator, in place of one of the same name;
 * with `remove: true` it removes it. The session lists them.
 */
export async function changeSavedView(input: SignedInRequest, { views }: ConsoleDependencies): Promise<PageAnswer> {
  const chosen = chosenSeller(input)
  if ('refusal' in chosen) return chosen.refusal
  const members = membersOf(input.request.body) ?? {}
  const isRemoved = members['remove'] === true
  const parsed = parseView(isRemoved ? { ...members, search: {} } : members)
  if (parsed.kind === 'has-phone') return refused('phoneInView')
  if (parsed.kind === 'invalid') return refused('invalidRequest')
  const { operator, nowMs } = input
  const { sellerId } = chosen
  const { view } = parsed
  if (isRemoved) {
    await views.removeView({ operator: operator.name, sellerId, list: view.list, name: view.name })
    return json({})
  }
  const isSaved = await views.saveView(operator.name, { ...view, sellerId, savedAtMs: nowMs })
  return isSaved ? json({}) : refused('tooManyViews')
}

import { parseView } from '#domain/people/saved-view'
import { json, membersOf } from '#site/json-answers'
import type { PageAnswer } from '#site/page-route'
import { chosenSeller } from './chosen-seller.ts'
import { refused } from './console-answers.ts'
import type { ConsoleDependencies, SignedInRequest } from './signed-in-request.ts'

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

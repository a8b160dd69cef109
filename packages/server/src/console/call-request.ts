import type { PageAnswer } from '#site/page-route'
import { chosenSeller } from './chosen-seller.ts'
import { refused, refusedLimited } from './console-answers.ts'
import type { ConsoleDependencies, SignedInRequest } from './signed-in-request.ts'

/** Larger than a form of a page, since calls of operators have lists and rows of files. */
const maxCallBytes = 2 * 1024 * 1024

/**
 * `POST /console/api/<method>`: calls a method for the seller of `x-yaoquan-seller`, or for the operator's only one. The
 * answer is the gateway's, in English where `x-yaoquan-language` is `en`, with HTTP 403 where the role forbids the call, or
 * HTTP 429 where the operator has to wait.
 */
export async function callMethod(
  input: SignedInRequest,
  { answerConsole, clock }: ConsoleDependencies,
): Promise<PageAnswer> {
  const chosen = chosenSeller(input)
  if ('refusal' in chosen) return chosen.refusal
  const { sellerId, role, shops } = chosen
  const { headers, ip, parameters, readFile } = input.request
  const { method = '' } = parameters
  const bytes = await readFile(maxCallBytes)
  if (typeof bytes === 'string') return refused(bytes === 'too-large' ? 'callTooLarge' : 'invalidRequest')
  const body = Buffer.from(bytes).toString('utf8')
  const caller = { name: input.operator.name, shops }
  const language = headers['x-yaoquan-language'] === 'en' ? 'en' : 'zh'
  const answer = await answerConsole({ operator: caller, role, sellerId, method, body, language, ip })
  if (answer.limited !== undefined) return refusedLimited(answer.limited, clock(sellerId))
  return {
    status: answer.isForbidden ? 403 : 200,
    contentType: 'application/json; charset=utf-8',
    body: answer.body,
    cacheControl: 'no-store',
    isLasting: false,
  }
}

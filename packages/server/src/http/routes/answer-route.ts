import type { IncomingMessage } from 'node:http'
import { type HttpAnswer, jsonAnswer, textAnswer } from '#http/answers/write-answer'
import { requestTarget } from '#http/requests/request-target'
import type { RouteTable } from './route-table.ts'

/**
 * The answer of the route that a request names: 404 when there is none, 500 when the route throws.
 * @param onFault receives what the route throws; the answer does not show it
 * @returns undefined when the caller is gone
 */
export async function answerRoute(
  request: IncomingMessage,
  table: RouteTable,
  onFault: (error: unknown) => void,
): Promise<HttpAnswer | undefined> {
  const target = requestTarget(request.url ?? '')
  const found = table.find(request.method ?? '', target.path)
  if (found === undefined) return textAnswer(404, '404 Not Found')
  try {
    return await found.route.answer({ request, target, parameters: found.parameters })
  } catch (error) {
    onFault(error)
    // Scripts of pages read JSON.
    if (found.route.verb === 'POST') return jsonAnswer(500, { error: 'Internal Server Error' })
    return textAnswer(500, '500 Internal Server Error')
  }
}

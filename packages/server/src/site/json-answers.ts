import { type PageAnswer, page } from './page-route.ts'

/** JSON that no cache keeps. */
export function json(value: unknown, status = 200, headers: PageAnswer['headers'] = {}): PageAnswer {
  const answer = page(JSON.stringify(value), 'application/json; charset=utf-8', status)
  return { ...answer, cacheControl: 'no-store', headers }
}

/** The members of a JSON object; undefined for anything else. */
export function membersOf(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

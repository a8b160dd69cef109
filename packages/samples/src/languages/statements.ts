import type { SampleTarget, SampleValue } from '../call/sample-call.ts'

/** Joins a list of texts by commas, the format of the platform's list parameters. */
export function joinedTexts(items: readonly SampleValue[]): string {
  return items.map((item) => (item.kind === 'plain' ? item.value : '')).join(',')
}

/** Declares the variables that a fragment uses. @param declare writes one declaration */
export function declarations(
  { url, appKey, appSecret, session }: SampleTarget,
  declare: (name: string, value: string) => string,
  names = { secret: 'secret', session: 'sessionKey' },
): readonly string[] {
  return [
    ...[declare('url', url), declare('appkey', appKey), declare(names.secret, appSecret)],
    ...(session === undefined ? [] : [declare(names.session, session)]),
  ]
}

/** Indents every non-empty line. */
export function indented(lines: readonly string[], by: string): readonly string[] {
  return lines.map((line) => (line === '' ? line : by + line))
}

/** The members of a state in an event, as texts; none if it is unreadable. */
export function membersOf(state: string | undefined): Readonly<Record<string, string | undefined>> {
  if (state === undefined) return {}
  try {
    const value: unknown = JSON.parse(state)
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, String(member)]))
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

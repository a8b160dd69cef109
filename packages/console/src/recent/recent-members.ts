import { recallJson, remember } from '@yaoquan/browser/memory'

/** A member that was shown: the id, and the beginning of the name. */
export type RecentMember = Readonly<{ memberId: string; shownName: string | undefined }>

const key = 'yaoquan-recent-members'
const most = 8

type Kept = Readonly<{ owner: string; members: readonly RecentMember[] }>

/**
 * The members that were shown last in this tab, the newest first. They are kept until the tab closes or somebody signs out.
 * @param owner who saw them, for which seller; of others nothing is given
 */
export function recentMembers(owner: string): readonly RecentMember[] {
  const kept = recallJson(key, 'sessionStorage') as Kept | undefined
  return kept?.owner === owner ? kept.members : []
}

/** Notes that a member is shown. @param name whole; only its first character is kept */
export function noteRecentMember(owner: string, memberId: string, name: string | undefined): void {
  const others = recentMembers(owner).filter((one) => one.memberId !== memberId)
  const members = [{ memberId, shownName: maskedName(name) }, ...others].slice(0, most)
  remember(key, JSON.stringify({ owner, members }), 'sessionStorage')
}

/** Forgets them all. */
export function forgetRecentMembers(): void {
  remember(key, undefined, 'sessionStorage')
}

function maskedName(name: string | undefined): string | undefined {
  const [first] = name ?? ''
  return first === undefined ? undefined : `${first}**`
}

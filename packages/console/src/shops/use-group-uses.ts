import { listShopGroupUses } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'

/** A template that names a group of shops. */
export type GroupUse = ResultOf<typeof listShopGroupUses>['uses'][number]

/** The templates that name groups; undefined until they are known, and for roles that do not read templates. */
export function useGroupUses(): readonly GroupUse[] | undefined {
  const { may } = useSession()
  return useRead(listShopGroupUses, {}, { isEnabled: may('read-templates') }).data?.uses
}

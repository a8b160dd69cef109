import { listShopGroupUses } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'

/** A template that names a group of shops. */
export type GroupUse = ResultOf<typeof listShopGroupUses>['uses'][number]

type GroupUses = Readonly<{
  /** Undefined until they are known, and for roles that do not read templates. */
  uses: readonly GroupUse[] | undefined
  reread: () => void
}>

/** The templates that name groups. */
export function useGroupUses(): GroupUses {
  const isEnabled = useSession().may('read-templates')
  const { data, refetch } = useRead(listShopGroupUses, {}, { isEnabled })
  return { uses: data?.uses, reread: () => void (isEnabled && refetch()) }
}

import { listTemplates } from '@yaoquan/api'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'

/** Names of templates by id, as far as the first page of them has them; a template without one is shown by its id. */
export function useTemplateNames(isNeeded: boolean): ReadonlyMap<string, string> {
  const { may } = useSession()
  const { data } = useRead(listTemplates, { limit: 200 }, { isEnabled: isNeeded && may('read-templates') })
  return new Map(data?.templates.map(({ couponId, couponName }) => [couponId, couponName]))
}

import { getTemplate } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'

/** The name of a template; its id until it is read, for roles that read no templates, and for a code that is of none. */
export function TemplateName({ couponId }: Readonly<{ couponId: string }>): ReactNode {
  const isEnabled = useSession().may('read-templates')
  return useRead(getTemplate, { couponId }, { isEnabled }).data?.template?.couponName ?? couponId
}

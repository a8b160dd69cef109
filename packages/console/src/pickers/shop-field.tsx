import type { ReactNode } from 'react'
import { useTexts } from '../language/texts.ts'
import { useSession } from '../session/session-provider.tsx'
import { CodeField, type CodeFieldProps } from './code-field.tsx'
import { shopPickTexts } from './pick-texts.ts'
import { usePickableShops } from './use-pickable-shops.ts'

/** The shop where something happens, found by code, name, city or group. The server refuses others too. */
export function ShopField(props: Pick<CodeFieldProps, 'name' | 'label'>): ReactNode {
  const words = useTexts(shopPickTexts)
  const { shops: own = [] } = useSession().seller
  const initialValue = own.length === 1 ? own[0] : undefined
  return <CodeField {...props} {...usePickableShops()} initialValue={initialValue} words={words} />
}

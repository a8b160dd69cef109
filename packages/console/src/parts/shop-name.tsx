import type { ReactNode } from 'react'
import { useShops } from '../names/use-names.ts'
import { Code } from './code.tsx'

/** A shop: its name, and its code to copy. */
export function ShopName({ code }: Readonly<{ code: string }>): ReactNode {
  const name = useShops().nameOf(code)
  if (name === undefined) return <Code text={code} />
  return (
    <span>
      {name} (<Code text={code} />)
    </span>
  )
}

import type { ReactNode } from 'react'

/** What a coupon is called and what it does, the rule left out where it is the name. */
export function NameAndRule({ name, rule }: Readonly<{ name: string | undefined; rule: string }>): ReactNode {
  return (
    <>
      {name}
      {rule !== '' && rule !== name && <span className="yq-soft"> {rule}</span>}
    </>
  )
}

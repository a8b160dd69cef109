import { type ReactNode, useId } from 'react'

/** Where the form of an account's act is open, which the URL holds. */
export type AccountAct = 'none' | 'password' | 'enrol' | 'remove'

export type AccountPlace = Readonly<{ act: AccountAct; choose: (act: AccountAct) => void; close: () => void }>

type Props = Readonly<{ title: string; note: ReactNode; act?: ReactNode; children?: ReactNode }>

/** One thing of the account: its name, how it stands, and what can be done. */
export function AccountPart({ title, note, act, children }: Props): ReactNode {
  const id = useId()
  return (
    <section className="yq-card yq-account-part" aria-labelledby={id}>
      <header>
        <div>
          <h2 id={id}>{title}</h2>
          <p className="yq-soft">{note}</p>
        </div>
        {act}
      </header>
      {children}
    </section>
  )
}

import { type ReactNode, useId } from 'react'

/** The open form of the account screen, kept in the URL. */
export type AccountAct = 'none' | 'password' | 'enrol' | 'remove'

export type AccountPlace = Readonly<{ act: AccountAct; choose: (act: AccountAct) => void; close: () => void }>

type Props = Readonly<{ title: string; note: ReactNode; act?: ReactNode; children?: ReactNode }>

/** One item of the account: its name, its state and its acts. */
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

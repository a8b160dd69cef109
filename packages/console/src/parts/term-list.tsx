import { Fragment, type ReactNode } from 'react'
import type { Fact } from './facts.tsx'
import './details.css'

/** Facts one below the other, without a frame; those without a value are left out. */
export function TermList({ facts }: Readonly<{ facts: readonly Fact[] }>): ReactNode {
  return (
    <dl className="yq-terms">
      {facts.map(([name, value]) =>
        value === undefined || value === '' ? null : (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ),
      )}
    </dl>
  )
}

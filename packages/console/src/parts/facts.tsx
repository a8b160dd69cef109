import { Descriptions } from 'antd'
import { Fragment, type ReactNode } from 'react'
import { isOnPhone, useMatches } from '../design/browser-state.ts'
import './details.css'
import './dotted.css'

/** A fact: its name, and its value where there is one. */
export type Fact = readonly [name: string, value: ReactNode]

type Props = Readonly<{ facts: readonly Fact[]; title?: string; nameWidth?: number }>

/** Facts in a frame, one a row; those without a value are left out. @param props.nameWidth pixels */
export function Facts({ facts, title, nameWidth }: Props): ReactNode {
  const items = facts.flatMap(([label, children]) => (children === undefined ? [] : [{ key: label, label, children }]))
  const isPhone = useMatches(isOnPhone)
  const styles = nameWidth === undefined ? {} : { label: { width: isPhone ? nameWidthOnPhone : nameWidth } }
  return <Descriptions title={title} items={items} styles={styles} column={1} size="small" bordered />
}

/** Room for the longest name on two lines, pixels. */
const nameWidthOnPhone = 128

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

/** Parts of one line with dots between them. A line breaks between parts, so that days and amounts stay whole. */
export function Dotted({ parts }: Readonly<{ parts: readonly string[] }>): ReactNode {
  return parts.map((part, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity
    <Fragment key={place}>
      {place > 0 && ' · '}
      <span className="yq-whole">{part}</span>
    </Fragment>
  ))
}

import { Fragment, type ReactNode } from 'react'
import './dotted.css'

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

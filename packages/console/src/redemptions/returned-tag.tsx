import { RollbackOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { shortMoment } from '../design/days.ts'

type ReturnedTagProps = Readonly<{
  /** A moment of the API; undefined: not returned. */
  at: string | undefined
  today: string
}>

/** When a redemption was returned; nothing for one that was not. */
export function ReturnedTag({ at, today }: ReturnedTagProps): ReactNode {
  if (at === undefined) return null
  return (
    <time title={at} className="yq-soft">
      <RollbackOutlined aria-hidden /> {shortMoment(at, today)}
    </time>
  )
}

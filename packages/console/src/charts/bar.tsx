import type { ReactNode } from 'react'
import './bar.css'

type BarProps = Readonly<{
  name: ReactNode
  /** 0..1 of the track. */
  share: number
  /** Whether it is longer than the track; default no. */
  isBroken?: boolean
  value: string
}>

/** A name, a bar and a number: three cells of a grid. The number says what the bar shows. */
export function Bar({ name, share, isBroken = false, value }: BarProps): ReactNode {
  return (
    <>
      <span>{name}</span>
      <div className="yq-bar-track" aria-hidden>
        <div
          className={isBroken ? 'yq-bar yq-bar-broken' : 'yq-bar'}
          style={{ width: `${(share * 100).toFixed(1)}%` }}
        />
      </div>
      <span className="yq-number">{value}</span>
    </>
  )
}

import type { ReactNode } from 'react'
import { barScale } from './bar-scale.ts'
import './sparkline.css'

const [width, height] = [84, 20]

type SparklineProps = Readonly<{
  /** One number a day, in order; at least two. */
  values: readonly number[]
  /** The same in words, for readers who do not see it and as a tooltip. */
  description: string
  /** Whether it fills the width it has; default no. */
  isWide?: boolean
}>

/** A small line from zero up to the largest value, without axes. Days far beyond all others leave it at the top. */
export function Sparkline({ values, description, isWide = false }: SparklineProps): ReactNode {
  const line = sparklinePoints(values)
  return (
    <svg
      className={isWide ? 'yq-sparkline yq-sparkline-wide' : 'yq-sparkline'}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={description}
    >
      <title>{description}</title>
      <polygon className="yq-sparkline-area" points={`0,${height} ${line} ${width},${height}`} />
      <polyline className="yq-sparkline-line" points={line} />
    </svg>
  )
}

/** The points of the line, `x,y` of each value; y grows downwards, and a line of zeros lies on the ground. */
export function sparklinePoints(values: readonly number[]): string {
  const { cut, top, largestWhole } = barScale(values)
  const most = Math.max(1, cut.length === 0 ? largestWhole : top)
  const step = width / Math.max(1, values.length - 1)
  return values
    .map((value, place) => {
      const share = Math.min(1, value / most)
      return `${round(place * step)},${round(height - 1 - share * (height - 2))}`
    })
    .join(' ')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

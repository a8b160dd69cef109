import type { ReactNode } from 'react'
import './sparkline.css'

const [width, height] = [84, 20]

type SparklineProps = Readonly<{
  /** One number a day, in order; at least two. */
  values: readonly number[]
  /** The same in words, for readers who do not see it and as a tooltip. */
  description: string
}>

/** A small line from zero up to the largest value, without axes. */
export function Sparkline({ values, description }: SparklineProps): ReactNode {
  const line = sparklinePoints(values)
  return (
    <svg className="yq-sparkline" width={width} height={height} role="img" aria-label={description}>
      <title>{description}</title>
      <polygon className="yq-sparkline-area" points={`0,${height} ${line} ${width},${height}`} />
      <polyline className="yq-sparkline-line" points={line} />
    </svg>
  )
}

/** The points of the line, `x,y` of each value; y grows downwards, and a line of zeros lies on the ground. */
export function sparklinePoints(values: readonly number[]): string {
  const most = Math.max(1, ...values)
  const step = width / Math.max(1, values.length - 1)
  return values
    .map((value, place) => `${round(place * step)},${round(height - 1 - (value / most) * (height - 2))}`)
    .join(' ')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

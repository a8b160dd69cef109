import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTheme } from '../design/chosen-theme.ts'
import { fontFamilies, palettes } from '../design/tokens.ts'
import { prefersStill } from '../design/use-matches.ts'

use([BarChart, LineChart, GridComponent, TooltipComponent, LabelLayout, CanvasRenderer])

/** Colours that charts draw with, in the shown theme. */
export type ChartColours = (typeof palettes)['light']

type ChartProps = Readonly<{
  /** What the chart shows, for readers who do not see it; the table beside has the numbers. */
  description: string
  height: number
  option: (colours: ChartColours) => EChartsCoreOption
}>

/** A chart that fills its width. It draws on a canvas, since the page's policy allows no style in markup. */
export function Chart({ description, height, option }: ChartProps): ReactNode {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(null)
  const { theme } = useTheme()
  useEffect(() => {
    if (place.current === null) return
    const made = init(place.current)
    chart.current = made
    const observer = new ResizeObserver(() => made.resize())
    observer.observe(place.current)
    return () => {
      observer.disconnect()
      made.dispose()
    }
  }, [])
  useEffect(() => {
    const colours = palettes[theme]
    chart.current?.setOption({ ...baseOption(colours), ...option(colours) }, { notMerge: true })
  }, [option, theme])
  return <div ref={place} role="img" aria-label={description} style={{ height }} />
}

function baseOption(colours: ChartColours): EChartsCoreOption {
  return {
    animationDuration: prefersStill.matches ? 0 : 200,
    textStyle: { fontFamily: fontFamilies.text, color: colours.text },
    grid: { left: 8, right: 72, top: 16, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      // A tooltip in HTML would need styles that the page's policy forbids.
      renderMode: 'richText',
      backgroundColor: colours.raised,
      borderColor: colours.line,
      textStyle: { color: colours.text, fontSize: 12 },
    },
  }
}

/** An axis with days or names below a chart. */
export function categoryAxis(names: readonly string[], colours: ChartColours): object {
  return {
    type: 'category',
    data: names,
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: { color: colours.soft, fontSize: 12 },
  }
}

/** An axis of numbers, which begins at zero. */
export function valueAxis(colours: ChartColours): object {
  return {
    type: 'value',
    min: 0,
    minInterval: 1,
    splitLine: { lineStyle: { color: colours.line } },
    axisLabel: { color: colours.soft, fontSize: 12 },
  }
}

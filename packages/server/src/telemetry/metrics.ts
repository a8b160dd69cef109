import { Counter, Gauge, type GaugeConfiguration, type Registry } from 'prom-client'

/** Creates the metrics of a registry. */
export type Metrics = Readonly<{
  counter<Label extends string>(name: string, help: string, ...labelNames: Label[]): Counter<Label>
  /** @param more labels, and how the values of several processes become one */
  gauge<Label extends string>(name: string, help: string, more: GaugeOptions<Label>): Gauge<Label>
}>

type GaugeOptions<Label extends string> = Pick<GaugeConfiguration<Label>, 'labelNames' | 'aggregator' | 'collect'>

export function createMetrics(registry: Registry): Metrics {
  const registers = [registry]
  return {
    counter: (name, help, ...labelNames) => new Counter({ name, help, labelNames, registers }),
    gauge: (name, help, more) => new Gauge({ name, help, registers, ...more }),
  }
}

import type { ProbedHost } from './hosts.ts'

/** Reported when a host stops or resumes serving reads. */
export type ReadHostChange = Readonly<{ host: string; isServing: boolean; outOfService: number }>

type ReadHostsOptions = Readonly<{
  /** Timeout of a probe. */
  probeTimeoutMs: number
  /** Pause between probes of all hosts. */
  watchEveryMs: number
  onChange: (change: ReadHostChange) => void
}>

/** A host to read from, and a signal that ends its reads when it stops answering. */
type ReadHost<Host> = Readonly<{ host: Host; signal: AbortSignal }>

/**
 * Distributes reads over the hosts that answer. Every host is probed regularly. One that does not answer gets no reads until it answers a
 * probe, and its running reads are ended, so that they continue elsewhere.
 */
export class ReadHosts<Host extends ProbedHost> {
  readonly #options: ReadHostsOptions
  readonly #all: readonly Health<Host>[]
  readonly #watch: NodeJS.Timeout
  #next = 0

  /** @param all at least one */
  constructor(all: readonly Host[], options: ReadHostsOptions) {
    this.#options = options
    this.#all = all.map((host) => ({ host, serving: new AbortController(), looking: undefined }))
    this.#watch = setInterval(() => {
      for (const health of this.#all) void this.#look(health)
    }, options.watchEveryMs)
    this.#watch.unref()
  }

  /** @returns the next host in service; undefined when none is */
  next(): ReadHost<Host> | undefined {
    for (const _ of this.#all) {
      this.#next = (this.#next + 1) % this.#all.length
      const health = this.#all[this.#next]
      if (health !== undefined && !health.serving.signal.aborted) {
        return { host: health.host, signal: health.serving.signal }
      }
    }
    return undefined
  }

  /** After a read failed on a host: resolves when a probe has decided whether it stays in service. */
  async suspect(host: Host): Promise<void> {
    const health = this.#all.find((candidate) => candidate.host === host)
    if (health !== undefined) await this.#look(health)
  }

  close(): void {
    clearInterval(this.#watch)
  }

  /** Calls meanwhile share the probe. */
  async #look(health: Health<Host>): Promise<void> {
    health.looking ??= this.#probe(health).finally(() => {
      health.looking = undefined
    })
    await health.looking
  }

  async #probe(health: Health<Host>): Promise<void> {
    const isServing = await health.host.isServing(this.#options.probeTimeoutMs)
    if (isServing !== health.serving.signal.aborted) return
    if (isServing) health.serving = new AbortController()
    else health.serving.abort()
    const outOfService = this.#all.filter(({ serving }) => serving.signal.aborted).length
    this.#options.onChange({ host: health.host.name, isServing, outOfService })
  }
}

type Health<Host> = {
  readonly host: Host
  /** Aborted while the host is out of service. */
  serving: AbortController
  looking: Promise<void> | undefined
}

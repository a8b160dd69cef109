/** A host as `Hosts` needs it. */
export type ProbedHost = Readonly<{ name: string; isServing(timeoutMs: number): Promise<boolean> }>

/** Reported when writes move to another host. */
export type HostChange = Readonly<{ from: string; to: string; reason: 'failed' | 'preferred host is back' }>

type HostsOptions = Readonly<{
  /** Timeout of a probe. */
  probeTimeoutMs: number
  /** Pause between probes of the preferred hosts while another one takes the writes. */
  watchEveryMs: number
  /** After that many successful probes in a row, writes return to a preferred host. */
  probesToReturn: number
  onChange: (change: HostChange) => void
}>

/**
 * Chooses the host that takes the writes. It is kept until it fails: writes on several nodes of a cluster conflict with each other. Writes
 * return to a preferred host once it has answered for a while.
 */
export class Hosts<Host extends ProbedHost> {
  readonly all: readonly Host[]
  readonly #options: HostsOptions
  #current: Host
  #looking: Promise<void> | undefined
  #goodProbes = new Map<Host, number>()
  readonly #watch: NodeJS.Timeout

  /** @param all in order of preference, at least one */
  constructor(all: readonly Host[], options: HostsOptions) {
    const [first] = all
    if (first === undefined) throw new RangeError('no database host')
    this.all = all
    this.#options = options
    this.#current = first
    this.#watch = setInterval(() => void this.#lookForPreferred(), options.watchEveryMs)
    this.#watch.unref()
  }

  get writer(): Host {
    return this.#current
  }

  /**
   * After an operation failed on a host: probes it, and if it does not serve, chooses one that does. Calls meanwhile share the probe.
   * When no host serves, the writer stays the same; call again.
   */
  async suspect(host: Host): Promise<void> {
    if (host !== this.#current) return
    this.#looking ??= this.#look(host).finally(() => {
      this.#looking = undefined
    })
    await this.#looking
  }

  close(): void {
    clearInterval(this.#watch)
  }

  async #look(suspected: Host): Promise<void> {
    const { probeTimeoutMs } = this.#options
    if (await suspected.isServing(probeTimeoutMs)) return
    const others = this.all.filter((host) => host !== suspected)
    const answers = others.map(async (host) => ((await host.isServing(probeTimeoutMs)) ? host : undefined))
    // In order of preference, though all are probed in parallel.
    for (const answer of answers) {
      const host = await answer
      if (host !== undefined) return this.#moveTo(host, 'failed')
    }
  }

  async #lookForPreferred(): Promise<void> {
    const preferred = this.all.slice(0, this.all.indexOf(this.#current))
    for (const host of preferred) {
      const isServing = await host.isServing(this.#options.probeTimeoutMs)
      const good = isServing ? (this.#goodProbes.get(host) ?? 0) + 1 : 0
      this.#goodProbes.set(host, good)
      if (good >= this.#options.probesToReturn) return this.#moveTo(host, 'preferred host is back')
    }
  }

  #moveTo(host: Host, reason: HostChange['reason']): void {
    if (host === this.#current) return
    const from = this.#current
    this.#current = host
    this.#goodProbes = new Map()
    this.#options.onChange({ from: from.name, to: host.name, reason })
  }
}

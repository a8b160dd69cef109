/** A host as far as choosing goes. */
export type ProbedHost = Readonly<{ name: string; isServing(timeoutMs: number): Promise<boolean> }>

/** What is told when another host is written to. */
export type HostChange = Readonly<{ from: string; to: string; reason: 'failed' | 'preferred host is back' }>

export type HostsOptions = Readonly<{
  /** Limit of a probe. */
  probeTimeoutMs: number
  /** Pause between looks at the preferred hosts while another one is written to. */
  watchEveryMs: number
  /** So many good probes in a row bring writing back to a preferred host. */
  probesToReturn: number
  onChange: (change: HostChange) => void
}>

/**
 * Chooses the host that is written to. It is kept until it fails: writers on several nodes of a cluster only get into each
 * other's way. A preferred host that came back is returned to after it was seen well for a while.
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
   * After an operation failed on a host: looks whether it still serves, and else for one that does. Callers that ask
   * meanwhile share the look. When none serves, the writer stays as it is; ask again.
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
    // In order of preference, though all are asked at once.
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

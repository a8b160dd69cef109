import type { ChainVerdict, Finding } from '#domain/audit/audit-report'

/** A store can be wrong in every row; the first findings tell what happened. */
const maxListed = 200

/** What an audit found so far. */
export class Findings {
  readonly #listed: Finding[] = []
  #more = 0

  add(table: string, key: string, problem: string): void {
    if (this.#listed.length < maxListed) this.#listed.push({ table, key, problem })
    else this.#more += 1
  }

  /** The same so far; what is added to one is not in the other. */
  copy(): Findings {
    const findings = new Findings()
    findings.#listed.push(...this.#listed)
    findings.#more = this.#more
    return findings
  }

  /** @param events number of the newest event */
  verdict(events: number): ChainVerdict {
    if (this.#listed.length === 0) return { kind: 'intact', events }
    return { kind: 'broken', findings: this.#listed, more: this.#more }
  }
}

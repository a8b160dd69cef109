import { DatabaseFault } from '#database/mysql/database-fault'
import { type ErrorText, OperatorError } from '#errors/operator-error'
import type { Store } from '#store/open-store'
import { settledWithin } from '#turns/settled-within'
import type { StorePlace } from './stores-file.ts'

type Dependencies = Readonly<{
  /** The stores that the data folder names now. */
  list: () => readonly StorePlace[]
  /** Opens one that is part of the directory. */
  open: (place: StorePlace) => Promise<Store>
  /** Called when one cannot be opened, for each other reason why, and when it is open after that. */
  onChange?: ((change: OtherStoreChange) => void) | undefined
}>

/** @property reason why it is not open, or was not */
export type OtherStoreChange = Readonly<{ store: string; isOpen: boolean; reason: string }>

/** Called for each store once it is open. */
export type OnOpened = (name: string, store: Store) => void

type StoreFault = Readonly<{ reason: ErrorText; atMs: number }>

/** How long a start waits for stores that do not answer. */
const limitMs = 3_000
/** How soon a store that could not be opened is tried again. */
const retryMs = 2_000

/** The stores beside the directory. Each is opened by itself, and again and again while that fails. */
export class OtherStores {
  readonly #dependencies: Dependencies
  readonly #opened = new Map<string, Store>()
  readonly #faults = new Map<string, StoreFault>()
  readonly #listeners: OnOpened[] = []
  readonly #opening = new Map<string, Promise<void>>()
  #isClosed = false

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** Opens those that are not open yet, for three seconds at most; what takes longer goes on by itself. */
  async open(): Promise<void> {
    await settledWithin(Promise.all(this.#dependencies.list().map((place) => this.#openOne(place))), limitMs)
  }

  /** @throws OperatorError while the store is not open; the fault passes */
  async find(name: string): Promise<Store> {
    const opened = this.#opened.get(name) ?? (await this.#openFor(name))
    if (opened !== undefined) return opened
    throw notOpen(name, this.#faults.get(name)?.reason ?? beingOpened)
  }

  /** Waits only for a store that is opened for the first time; one that was down is tried beside the call. */
  async #openFor(name: string): Promise<Store | undefined> {
    const fault = this.#faults.get(name)
    const isFirst = fault === undefined || fault.reason === beingOpened
    const opening = this.#opening.get(name) ?? this.#tryAgain(name, fault)
    if (isFirst && opening !== undefined) await settledWithin(opening, limitMs)
    return this.#opened.get(name)
  }

  #tryAgain(name: string, fault: StoreFault | undefined): Promise<void> | undefined {
    if (fault !== undefined && performance.now() - fault.atMs < retryMs) return undefined
    const place = this.#dependencies.list().find((listed) => listed.name === name)
    if (place !== undefined) return this.#openOne(place)
    this.#note(name, notListed)
    return undefined
  }

  /** The names of all stores. */
  names(): readonly string[] {
    return [...new Set([...this.#opened.keys(), ...this.#faults.keys()])]
  }

  /** Those that are open. */
  opened(): readonly Store[] {
    return [...this.#opened.values()]
  }

  /** Whether none was known at the last look. */
  isEmpty(): boolean {
    return this.#opened.size === 0 && this.#faults.size === 0
  }

  /** Whether the data folder names one now. */
  hasAny(): boolean {
    return !this.isEmpty() || this.#dependencies.list().length > 0
  }

  /** @param listener also called for each store that is open already */
  onOpened(listener: OnOpened): void {
    this.#listeners.push(listener)
    for (const [name, store] of this.#opened) listener(name, store)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#opened.values()].map((store) => store.close()))
  }

  #openOne(place: StorePlace): Promise<void> {
    const { name } = place
    if (this.#isClosed || this.#opened.has(name)) return Promise.resolve()
    const underWay = this.#opening.get(name)
    if (underWay !== undefined) return underWay
    if (!this.#faults.has(name)) this.#note(name, beingOpened)
    const opening = this.#dependencies
      .open(place)
      .then((store) => this.#keep(name, store))
      .catch((error: unknown) => this.#note(name, faultText(error)))
      .finally(() => this.#opening.delete(name))
    this.#opening.set(name, opening)
    return opening
  }

  #note(name: string, reason: ErrorText): void {
    const isNews = reason !== beingOpened && reason.en !== this.#faults.get(name)?.reason.en
    this.#faults.set(name, { reason, atMs: performance.now() })
    if (isNews) this.#dependencies.onChange?.({ store: name, isOpen: false, reason: reason.en })
  }

  async #keep(name: string, store: Store): Promise<void> {
    if (this.#isClosed) return store.close()
    const was = this.#faults.get(name)?.reason ?? beingOpened
    this.#opened.set(name, store)
    this.#faults.delete(name)
    if (was !== beingOpened) this.#dependencies.onChange?.({ store: name, isOpen: true, reason: was.en })
    for (const listener of this.#listeners) listener(name, store)
  }
}

const beingOpened: ErrorText = { zh: '正在打开', en: 'it is being opened' }
const notListed: ErrorText = {
  zh: '数据目录的 stores.json 没有它',
  en: 'stores.json in the data folder does not name it',
}

/** It passes once the store is open, so callers repeat their calls. */
function notOpen(name: string, { zh, en }: ErrorText): OperatorError {
  const cause = new DatabaseFault(en, { kind: 'unavailable', errno: 0 })
  return new OperatorError({ zh: `存储 ${name} 未打开: ${zh}`, en: `the store ${name} is not open: ${en}` }, { cause })
}

/** Why something failed, for operators. A text of the system is as it is in both languages. */
export function faultText(error: unknown): ErrorText {
  if (error instanceof OperatorError) return error.text
  const text = error instanceof Error ? error.message : 'failed'
  return { zh: text, en: text }
}

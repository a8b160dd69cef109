import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { deserialize, serialize } from 'node:v8'
import { writeDurably } from '#database/sqlite/synced-file'
import { isSeal, type Seals } from '#encryption/seals'
import { OperatorError } from '#errors/operator-error'
import type { StoreState } from './pass-store.ts'

/** A file that keeps where an audit is, sealed, so that without the key nobody can make an audit leave something out. */
export type AuditFile = Readonly<{
  path: string
  /** Which audit of which store it is; an audit that differs is another one. */
  identity: AuditIdentity
  /** Seals of rows, whose key outlives a rotation. */
  seals: Seals
}>

export type AuditIdentity = Readonly<{
  storeId: string
  sellerId: string | undefined
  /** Signature of the checkpoint that the history must contain. */
  checkpoint: string | undefined
  /** Version of the schema and of the state: a state of another one is not understood. */
  schema: number
}>

/** Rises when `StoreState` or `SellerState` change. */
export const stateVersion = 2

type Kept = Readonly<{ identity: AuditIdentity; stateVersion: number; state: Buffer }>

const sealBytes = 32

/** @throws OperatorError when the file cannot be written */
export function keepState({ path, identity, seals }: AuditFile, state: Buffer): void {
  const kept: Kept = { identity, stateVersion, state }
  const content = serialize(kept)
  try {
    writeDurably(path, Buffer.concat([sealOf(seals, content), content]))
  } catch (cause) {
    throw new OperatorError({ zh: `无法写入 ${path}`, en: `cannot write ${path}` }, { cause })
  }
}

/**
 * @returns undefined where there is no file, or one of another version of the program, whose audit begins anew
 * @throws OperatorError when the file is of another audit or store, or was altered
 */
export function readState({ path, identity, seals }: AuditFile): StoreState | undefined {
  const bytes = readOrNothing(path)
  if (bytes === undefined) return undefined
  const content = bytes.subarray(sealBytes)
  if (!isSeal(bytes.subarray(0, sealBytes), sealOf(seals, content))) throw ofAnother(path)
  const kept: Kept = deserialize(content)
  const { schema, ...audit } = kept.identity
  const { schema: newest, ...asked } = identity
  if (JSON.stringify(audit) !== JSON.stringify(asked)) throw ofAnother(path)
  return schema === newest && kept.stateVersion === stateVersion ? deserialize(kept.state) : undefined
}

function sealOf(seals: Seals, content: Uint8Array): Uint8Array {
  return seals.of('audit_state', [hash('sha256', content, 'hex')])
}

function readOrNothing(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new OperatorError({ zh: `无法读取 ${path}`, en: `cannot read ${path}` }, { cause })
  }
}

function ofAnother(path: string): OperatorError {
  return new OperatorError({
    zh: `${path} 属于另一份数据或另一次核对，或被改动：请换一个文件，或删除它后重新核对`,
    en: `${path} is of another store or another audit, or was altered: name another file, or delete it and begin anew`,
  })
}

import type { RowFlags } from '#options/row-options'
import { UsageFault } from '#terminal/faults'
import { say } from '#terminal/language'
import { printNote } from '#terminal/output'
import { mappingsPath, readMappings, type SavedMapping, writeMappings } from './mappings-file.ts'

/**
 * The flags with what the mapping says that they name; flags of the command line win.
 * @throws UsageFault for a name that is not kept
 */
export function withMapping<Flags extends RowFlags>(flags: Flags): Flags {
  const { mapping: name } = flags
  if (name === undefined) return flags
  const kept = readMappings(mappingsPath(process.env))
  const saved = Object.hasOwn(kept, name) ? kept[name] : undefined
  if (saved === undefined) {
    const names = Object.keys(kept).join(', ') || '-'
    throw new UsageFault(`没有映射 ${name}；有：${names}`, `there is no mapping ${name}; there are: ${names}`)
  }
  return {
    ...flags,
    map: new Map([...Object.entries(saved.map), ...(flags.map ?? [])]),
    ignoreUnknown: flags.ignoreUnknown ?? saved.ignoreUnknown,
    dates: flags.dates ?? saved.dates,
    encoding: flags.encoding ?? saved.encoding,
  }
}

/** Keeps how a file was read under the name that the flags give, if they do; called once its header was read with them. */
export function saveMapping({ saveMapping: name, map = new Map(), ignoreUnknown, dates, encoding }: RowFlags): void {
  if (name === undefined) return
  const path = mappingsPath(process.env)
  const saved: SavedMapping = { map: Object.fromEntries(map), ignoreUnknown, dates, encoding }
  const others = readMappings(path)
  writeMappings(path, { ...others, [name]: saved })
  printNote(
    Object.hasOwn(others, name)
      ? say(`已替换 ${path} 的映射 ${name}`, `replaced mapping ${name} of ${path}`)
      : say(`已写入 ${path} 的映射 ${name}`, `wrote mapping ${name} of ${path}`),
  )
}

import { InvalidArgumentError, Option } from 'commander'
import { nonBlank } from '#options/data-options'
import { instantText, oneLine, say } from '#terminal/output'
import type { Column } from '#terminal/table'

/** `--reason`: why a person decides something. */
export function reasonOption(): Option {
  return new Option('--reason <text>', say('理由', 'why')).argParser(reasonText).makeOptionMandatory()
}

/** When and why a person decided something. */
export const decisionColumns: readonly Column<Readonly<{ atMs: number; by: string; reason: string }>>[] = [
  [say('时间', 'at'), ({ atMs }) => instantText(atMs)],
  [say('何人', 'by'), ({ by }) => by],
  [say('理由', 'reason'), ({ reason }) => reason],
]

/** Reads a reason. @throws InvalidArgumentError if it is blank or too long */
export function reasonText(text: string): string {
  const reason = oneLine(nonBlank(text))
  if (reason.length <= 500) return reason
  throw new InvalidArgumentError(say('最多500字', 'must have 500 characters or fewer'))
}

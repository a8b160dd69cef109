import { InvalidArgumentError, Option } from 'commander'
import { nonBlank } from '#options/data-options'
import { oneLine, say } from '#terminal/output'

/** `--reason`: why a person decides something. */
export function reasonOption(): Option {
  return new Option('--reason <text>', say('理由', 'why')).argParser(reasonText).makeOptionMandatory()
}

/** Reads a reason. @throws InvalidArgumentError if it is blank or too long */
export function reasonText(text: string): string {
  const reason = oneLine(nonBlank(text))
  if (reason.length <= 500) return reason
  throw new InvalidArgumentError(say('最多500字', 'must have 500 characters or fewer'))
}

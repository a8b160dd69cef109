import type { Option } from 'commander'

/** The text of an option in the help: its description, whether it is required, its choices and its default. */
export function optionDescription(option: Option): string {
  const notes = [
    ...(option.mandatory ? ['必选 required'] : []),
    ...(option.argChoices === undefined ? [] : [`可选值 choices: ${option.argChoices.join(', ')}`]),
    ...(hasDefault(option) ? [`缺省 default: ${option.defaultValueDescription ?? option.defaultValue}`] : []),
  ]
  return notes.length === 0 ? option.description : `${option.description} [${notes.join('; ')}]`
}

/** Whether the option takes a value and has a default. */
function hasDefault({ defaultValue, required, optional }: Option): boolean {
  return defaultValue !== undefined && (required || optional)
}

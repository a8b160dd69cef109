import type { MethodDefinition } from '@yaoquan/api'

/**
 * The methods whose name, title, category or description contain every word of a query; matches in the name come first.
 */
export function findMethods(methods: readonly MethodDefinition[], query: string): readonly MethodDefinition[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const containsAll = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word))
  const named = methods.filter(({ name }) => containsAll(name))
  const described = methods.filter((method) => !named.includes(method) && containsAll(searchedText(method)))
  return [...named, ...described]
}

function searchedText({ name, title, category, description }: MethodDefinition): string {
  return [name, ...[title, category, description].flatMap(({ zh, en }) => [zh, en])].join(' ')
}

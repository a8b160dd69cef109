/** What is made of a value; undefined stays undefined. */
export function ifGiven<Given, Made>(input: Given | undefined, make: (input: Given) => Made): Made | undefined {
  return input === undefined ? undefined : make(input)
}

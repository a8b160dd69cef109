/** What is made of a value; undefined stays undefined. */
export function ifGiven<Given, Made>(given: Given | undefined, make: (given: Given) => Made): Made | undefined {
  return given === undefined ? undefined : make(given)
}

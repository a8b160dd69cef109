/** Style sheets that the bundler links to the page. */
declare module '*.css' {}

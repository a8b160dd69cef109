# Written on a machine without Docker: the image was not built there, but every command in it was run by hand.
# Node.js 24 is what .nvmrc and the root's package.json name.

FROM node:24-slim AS build
WORKDIR /src
COPY . .
# Without install scripts: the only one that matters fetches the Node.js that this image has.
RUN npm ci --ignore-scripts
RUN node scripts/build.ts --out /app/packages
# What is left are the modules that the packages need, with links to the packages that were built.
RUN npm prune --omit=dev --ignore-scripts && mv node_modules /app/node_modules

FROM node:24-slim
COPY --from=build /app /app
RUN ln -s /app/packages/cli/bin/yaoquan.js /usr/local/bin/yaoquan \
  && mkdir /data && chown node:node /data
ENV NODE_ENV=production YAOQUAN_DATA=/data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# SIGTERM lets calls in flight finish; give it longer than the longest call (compose.yaml: 30 s).
ENTRYPOINT ["yaoquan"]
CMD ["serve", "--host", "0.0.0.0"]

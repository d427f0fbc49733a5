# Runner and site in one image. The base is this very Node (package.json names it), with glibc and npm.
ARG BASE_IMAGE=node:26.10.0-bookworm-slim

FROM ${BASE_IMAGE} AS build
WORKDIR /leantune
ENV ASTRO_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build:site
RUN npm prune --omit=dev --no-audit --no-fund

FROM ${BASE_IMAGE}
ENV NODE_ENV=production MALLOC_ARENA_MAX=2
WORKDIR /leantune
COPY --from=build /leantune ./
# All that is ever written to; everything else may be read-only.
RUN mkdir -p config runs data staging .leantune && chown 1000:1000 config runs data staging .leantune
USER 1000:1000
EXPOSE 8899
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8899) + '/api/ready').then(async (answer) => { if (!answer.ok) throw await answer.text(); }).catch((error) => { console.log(String(error.cause || error)); process.exit(1); })"]
# The first SIGTERM lets the backtests in flight end.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "runner/main.ts"]
CMD ["serve", "--host", "0.0.0.0"]

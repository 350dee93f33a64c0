# The service as it runs in production: no compiler, no development packages, no PostgreSQL (bring your own, 15 or newer).
#   docker build -t accord .
#   docker run --rm -e DATABASE_URL=…                          accord node dist/cli.js migrate    (administrator's connection)
#   docker run -p 3000:3000 --env-file service.env             accord                             (the service's own connection)
# service.env: SERVICE_DATABASE_URL, ACCORD_ISSUERS (a path in the container), ACCORD_SUBJECT_SECRET. See compose.yaml.

# Node 20 is past its end of life; the suite passes on 24 as well.
FROM node:24-slim AS builder
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# No PostgreSQL from npm here, but the compiler's own platform packages are optional dependencies too: so not --omit=optional.
RUN npm ci
COPY scripts ./scripts
COPY src ./src
COPY migrations ./migrations
RUN node scripts/build.mjs

FROM node:24-slim AS packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# Optional dependencies are PostgreSQL's programs for developers' machines.
RUN npm ci --omit=dev --omit=optional && npm cache clean --force

FROM node:24-slim
# The folder belongs to root and the process to `node`: nothing that is served can be changed by what serves it.
WORKDIR /accord
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY --from=packages /build/node_modules ./node_modules
COPY package.json ./
COPY config ./config
COPY --from=builder /build/dist ./dist
USER node
EXPOSE 3000
# The image has no curl. /health says whether the process lives; /ready, for the balancer, whether it should be sent work.
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# node itself is process 1 and hears SIGTERM: it stops taking requests, finishes those it has, and goes.
CMD ["node", "--enable-source-maps", "dist/main.js"]

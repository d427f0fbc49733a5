import { dirname, join } from 'node:path';
import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import type { Daemon } from '../daemon/daemon.ts';
import { openAudit } from '../run/audit.ts';
import type { Catalog } from '../run/catalog.ts';
import type { RunStore } from '../run/run-store.ts';
import type { MatrixKit } from '../run/symbol-matrix.ts';
import { createAnalyses } from './analyses.ts';
import { addAnalysisRoute } from './analysis-route.ts';
import { auditChanges } from './audit-changes.ts';
import { addAuditRoute } from './audit-route.ts';
import { requireToken } from './auth.ts';
import { addBenchRoute } from './bench-route.ts';
import { addConvergenceRoute } from './convergence-route.ts';
import { addCoursesRoute } from './courses-route.ts';
import { addDataRoutes } from './data-routes.ts';
import { limitDear } from './dear-routes.ts';
import { addEvaluationRoutes } from './evaluation-routes.ts';
import { addEventsRoutes } from './events-routes.ts';
import { addExplorationRoutes } from './exploration-routes.ts';
import { addFrontRoute } from './front-route.ts';
import { hostGuard } from './host-guard.ts';
import { addJobCheckRoutes } from './job-check-routes.ts';
import type { JobKit } from './job-kit.ts';
import { addJobsRoutes } from './jobs-routes.ts';
import { addLiveRoutes } from './live-routes.ts';
import { addMatrixRoutes } from './matrix-route.ts';
import { addOperationRoutes } from './operation-routes.ts';
import { answerErrors, invalidRequest, problem } from './problem.ts';
import { addPromotionRoutes } from './promotion-routes.ts';
import { addPruneRoute } from './prune-route.ts';
import { createReaderSessions } from './reader-session.ts';
import { addRepeatRoute } from './repeat-route.ts';
import { limitRate } from './request-rate.ts';
import { createRunBoards } from './run-boards.ts';
import { addRunChangeRoutes } from './run-change-routes.ts';
import { createRunFinder } from './run-finder.ts';
import { createRunList } from './run-list.ts';
import { addRunPageRoutes } from './run-page-routes.ts';
import { addRunRoutes } from './run-routes.ts';
import { addRunsRoutes } from './runs-routes.ts';
import { securityHeaders } from './security-headers.ts';
import type { RouteServices } from './services.ts';
import { addSharingRoute } from './sharing-route.ts';
import { addStaticSite } from './static-site.ts';
import { addStudyRoutes } from './study-routes.ts';
import { addSymbolRoutes } from './symbol-routes.ts';

export interface AppOptions {
  readonly store: RunStore;
  readonly daemon: Daemon;
  readonly catalog: Catalog;
  /** What every change needs. */
  readonly token: string;
  /** Where candidates for promotion stand; `staging` beside the runs folder where absent. */
  readonly stagingFolder?: string;
  /** Where jobs are dropped; `config` beside the runs folder where absent. */
  readonly configFolder?: string;
  /** What backtests a set again; absent where this server is not to. */
  readonly backtests?: MatrixKit | undefined;
  /** Aborted when the server ends: what goes on in the background is given up. */
  readonly closing?: AbortSignal | undefined;
  /** What tells of jobs before they run; absent where this server is not to. */
  readonly jobs?: JobKit | undefined;
  /** The built pages. */
  readonly siteFolder: string;
  readonly version: string;
  /** Names under which the server is reached beside its own addresses, such as `box.lan:8899`. */
  readonly hosts?: readonly string[];
  /** Told of what went wrong inside; clients are not. */
  readonly onError?: (error: Error) => void;
}

const MOST_BODY_BYTES = 4 * 1024 * 1024;

/** Site and API as one fetch handler. */
export function createApp(options: AppOptions): OpenAPIHono {
  const { store, daemon } = options;
  const report = options.onError ?? (() => {});
  const finder = createRunFinder(store, daemon.records);
  const boards = createRunBoards(store, finder.isLive);
  daemon.subscribe(boards.listen);
  const { stagingFolder = join(dirname(store.root), 'staging') } = options;
  const { configFolder = join(dirname(store.root), 'config') } = options;
  const folders = { stagingFolder, configFolder };
  const runList = createRunList(store, daemon);
  // Read before anybody asks; who asks meanwhile waits for the same reading.
  runList.list().catch(report);
  const services = {
    ...options,
    ...folders,
    finder,
    runList,
    boards,
    report,
    startedAt: new Date().toISOString(),
  };

  const app = new OpenAPIHono({
    defaultHook: (result) => (result.success ? undefined : invalidRequest(result.error)),
  });
  answerErrors(app, report);
  app.use(securityHeaders());
  app.use(hostGuard(options.hosts ?? []));
  const sessions = createReaderSessions(options.token);
  app.use(requireToken(options.token, sessions));
  app.use(limitRate());
  app.use(
    bodyLimit({
      maxSize: MOST_BODY_BYTES,
      onError: () => problem(413, `The request is larger than ${MOST_BODY_BYTES} bytes`),
    }),
  );
  app.use(auditChanges(openAudit(store.root), report));
  app.use(limitDear());
  app.use(compress());
  addRoutes(app, services);
  sessions.addRoute(app);
  addAuditRoute(app, services);
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'leantune', version: options.version },
  });
  app.all('/api/*', (context) => problem(404, `Nothing is at ${context.req.path}`));
  addStaticSite(app, options.siteFolder);
  return app;
}

function addRoutes(app: OpenAPIHono, services: RouteServices): void {
  addRunsRoutes(app, services);
  addRunRoutes(app, services);
  addRunChangeRoutes(app, services);
  addSymbolRoutes(app, services);
  addEvaluationRoutes(app, services);
  addRepeatRoute(app, services);
  const analyses = createAnalyses();
  addConvergenceRoute(app, services, analyses);
  addRunPageRoutes(app, services, analyses);
  addAnalysisRoute(app, services, analyses);
  addExplorationRoutes(app, services, analyses);
  addCoursesRoute(app, services, analyses);
  addMatrixRoutes(app, services);
  addSharingRoute(app, services);
  addFrontRoute(app, services);
  addBenchRoute(app, services);
  addStudyRoutes(app, services);
  addPruneRoute(app, services);
  addJobCheckRoutes(app, services);
  addDataRoutes(app, services);
  addJobsRoutes(app, services);
  addPromotionRoutes(app, services);
  addLiveRoutes(app, services);
  addEventsRoutes(app, services);
  addOperationRoutes(app, services);
}
